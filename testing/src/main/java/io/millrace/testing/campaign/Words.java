package io.millrace.testing.campaign;

import com.fasterxml.jackson.databind.node.LongNode;
import io.millrace.core.campaign.Elapsed;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import io.millrace.testing.rule.ScenarioShape;
import io.millrace.testing.rule.Scenarios;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What made-up campaigns are made of. */
final class Words {

    private static final List<String> NAMES = List.of("a", "cart", "größe", "with blank", "a/b~c", "\"quoted\"", "日本");
    private static final List<String> DURATIONS = List.of("1ms", "90s", "30m", "24h", "1d", "2w", "36525d", "007d");

    private final Random random;
    private final List<Rule> rules;

    Words(Random random, long seed) {
        this.random = random;
        this.rules = List.copyOf(
                Scenarios.of(seed, ScenarioShape.ONE_CONTACT).rules().values());
    }

    boolean flag() {
        return random.nextBoolean();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    <E> E pick(E[] of) {
        return of[random.nextInt(of.length)];
    }

    <T> @Nullable T perhaps(Supplier<T> maker) {
        return flag() ? maker.get() : null;
    }

    String name() {
        return pick(NAMES);
    }

    /** One name, or several within each other. */
    Path path() {
        return flag() ? Path.of("total") : Path.of("item." + pick(List.of("price", "größe", "a b")));
    }

    Elapsed positive() {
        return Elapsed.of(pick(DURATIONS));
    }

    Elapsed zeroOrMore() {
        return below(4) == 0 ? Elapsed.of(pick(List.of("0s", "00m"))) : positive();
    }

    Elapsed offset() {
        return below(4) == 0 ? Elapsed.of("0s") : flag() ? positive() : Elapsed.of("-" + pick(DURATIONS));
    }

    LocalTime time() {
        return LocalTime.of(below(24), below(60), below(3) == 0 ? below(60) : 0);
    }

    BigDecimal number() {
        return pick(List.of(
                BigDecimal.ZERO,
                new BigDecimal("-3"),
                new BigDecimal("0.125"),
                new BigDecimal("100"),
                new BigDecimal("1e20"),
                new BigDecimal("33.3")));
    }

    EventPattern event() {
        ValueTest test = new ValueTest.Compare(Comparison.GTE, LongNode.valueOf(below(9)));
        return flag()
                ? EventPattern.named(pick(List.of("order", "video_*", "*", name())))
                : new EventPattern("order", List.of(new EventPattern.PropertyTest(path(), test)));
    }

    /** Of segments, or with a property of the trigger's event. */
    Rule rule() {
        Rule rule = pick(rules);
        return switch (below(3)) {
            case 0 -> rule;
            case 1 -> new Rule.TriggerProperty(path(), new ValueTest.Exists(flag()));
            default ->
                new Rule.Or(List.of(
                        rule,
                        new Rule.Not(new Rule.TriggerProperty(
                                path(), new ValueTest.DateWindow(pick(ValueTest.DateWindow.Kind.values()), 60_000)))));
        };
    }
}
