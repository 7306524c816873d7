package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in topic definitions, the book goes on: what is damaged changes nothing. */
class DamagedDefinitionsTest {

    private static final int ROUNDS = 20_000;
    private static final String TIMES =
            "\"created_at\":\"2026-03-02T12:00:00Z\",\"updated_at\":\"2026-03-02T12:00:00Z\"}";
    private static final String PRO = "{\"id\":\"pro\",\"name\":\"Pro\",\"type\":\"dynamic\",\"rules\":{\"field\":"
            + "\"traits.plan\",\"op\":\"eq\",\"value\":\"pro\"}," + TIMES;
    private static final Map<RuleChange.Kind, String> BODIES = Map.of(
            RuleChange.Kind.WORKSPACE,
            "{\"id\":\"w\",\"name\":\"W\",\"slug\":\"w\",\"timezone\":\"Europe/Berlin\"}",
            RuleChange.Kind.SETTINGS,
            "{\"timezone\":\"Asia/Kolkata\",\"subscription_groups\":{\"news\":{\"default\":\"subscribed\"}}}",
            RuleChange.Kind.SEGMENT,
            "{\"id\":\"s\",\"name\":\"S\",\"type\":\"dynamic\",\"rules\":{\"operator\":\"AND\",\"conditions\":[{\"field\":"
                    + "\"events.login\",\"op\":\"count_gte\",\"value\":3,\"window\":\"7d\"},{\"field\":\"segments\",\"op\":"
                    + "\"in\",\"value\":\"pro\"}]}," + TIMES,
            RuleChange.Kind.BACKFILL,
            "{\"version\":3,\"state\":\"done\",\"progress\":1,\"conditions\":{\"ab12\":{\"live_from\":5,\"seeded\":true}}}");

    @Test
    void noBodyEndsTheBookOrHarmsAnotherSegment() {
        long seed = System.nanoTime();
        System.out.println("Bodies of definitions are damaged with seed " + seed);
        Random random = new Random(seed);
        RuleBook book = new RuleBook(new RuleParser(RuleLimits.DEFAULT));
        long version = 0;
        book.apply(new RuleChange(RuleChange.Kind.SEGMENT, "w", "pro", ++version, version, PRO));
        List<RuleChange.Kind> kinds = List.copyOf(BODIES.keySet());
        int damaged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            RuleChange.Kind kind = kinds.get(random.nextInt(kinds.size()));
            String body = damaged(Objects.requireNonNull(BODIES.get(kind)), random);
            RuleUpdate update = book.apply(new RuleChange(kind, "w", "s", ++version, version, body));
            damaged += update instanceof RuleUpdate.Damaged ? 1 : 0;
            assertThat(book.version()).isEqualTo(version);
            assertThat(book.rules("w").active()).as(body).anyMatch(segment -> segment.id()
                    .equals("pro"));
        }
        assertThat(damaged).isGreaterThan(ROUNDS / 10);
        assertThat(RuleBook.read(book.write(), new RuleParser(RuleLimits.DEFAULT))
                        .rules("w"))
                .isEqualTo(book.rules("w"));
    }

    private static String damaged(String body, Random random) {
        StringBuilder text = new StringBuilder(body);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setLength(Math.max(1, at));
                case 1 -> text.deleteCharAt(Math.min(at, text.length() - 1)).append(' ');
                case 2 -> text.setCharAt(at, "{}[]\":,0n-".charAt(random.nextInt(10)));
                default ->
                    text.insert(
                            at,
                            List.of("null", "[]", "{}", "1e999", "\\u0000", "-1")
                                    .get(random.nextInt(6)));
            }
        }
        return text.toString();
    }
}
