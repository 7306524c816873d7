package io.millrace.query.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.SegmentRule;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Rule;
import io.millrace.testing.rule.OracleContact;
import io.millrace.testing.rule.RuleOracle;
import io.millrace.testing.rule.Scenario;
import io.millrace.testing.rule.ScenarioShape;
import io.millrace.testing.rule.Scenarios;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Made-up rules over made-up histories: SQL says what the definition says of every contact. A longer run:
 * {@code -Dmillrace.test.differential.batches=100}, one that is repeated: {@code -Dmillrace.test.differential.seed=…}.
 */
class AudienceDifferentialIT {

    private static final ScenarioShape SHAPE = new ScenarioShape(1, 4, 3, 40, true, true, 200);
    private static final int HISTORIES = 12;
    private static final int INSTANTS = 4;

    /** Every duration in a rule's text. */
    private static final Pattern MILLIS = Pattern.compile("[mM]illis=([0-9]+)");

    private static final int BATCHES = Integer.getInteger("millrace.test.differential.batches", 8);
    private static final long SEED =
            Long.getLong("millrace.test.differential.seed", new Random().nextLong(1_000_000_000L));

    /** What a run found. */
    private record Run(int pairs, int judgements, List<String> different) {}

    @Test
    void sqlSaysWhatTheRulesMean() {
        System.out.println("AudienceDifferentialIT: seed " + SEED);
        int pairs = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            Run run = run(SEED + batch * 1_000L, UnaryOperator.identity());
            assertThat(run.different()).as("seed " + SEED + ", batch " + batch).isEmpty();
            pairs += run.pairs();
        }
        System.out.println("AudienceDifferentialIT: agreed on " + pairs + " pairs of rule and history");
        assertThat(pairs).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void aWindowThatIsAMillisecondTooLongIsFound() {
        assertFound(sql -> sql.replace("timestamp > fromUnix", "timestamp >= fromUnix"));
    }

    @Test
    void anInstantThatLeavesOutWhatHappensAtItIsFound() {
        assertFound(sql -> sql.replace("timestamp <= fromUnix", "timestamp < fromUnix"));
    }

    @Test
    void negationsThatNeedAValueAreFound() {
        // What neq would be if it looked for rows that differ, instead of at everybody but those that equal.
        Pattern neq = Pattern.compile(
                "\\(contact NOT IN \\((SELECT contact FROM \\(SELECT contact, json.*?HAVING argMax\\()(.*?)(, place\\)\\)\\))",
                Pattern.DOTALL);
        assertFound(sql -> neq.matcher(sql).replaceAll("(contact IN ($1NOT ($2)$3"));
    }

    /** That a mistake in the SQL is noticed. */
    private static void assertFound(UnaryOperator<String> mistake) {
        int batch = 0;
        while (batch < BATCHES
                && run(SEED + batch * 1_000L, mistake).different().isEmpty()) {
            batch++;
        }
        assertThat(batch).as("batches that did not notice, of seed " + SEED).isLessThan(BATCHES);
    }

    private static Run run(long seed, UnaryOperator<String> change) {
        Scenario first = Scenarios.of(seed, SHAPE);
        List<String> different = new ArrayList<>();
        int judgements = 0;
        try (StoredAudience audience = new StoredAudience(first.zone())) {
            Map<Person, OracleContact> contacts = new HashMap<>();
            LongStream.range(0, HISTORIES)
                    .forEach(history -> contacts.putAll(StoredHistory.store(
                            audience,
                            "h" + history + "-",
                            Scenarios.of(seed + history, SHAPE).happenings())));
            audience.optOutGroups.addAll(first.optOutGroups());
            first.handKept().forEach(id -> audience.segments.put(id, new SegmentRule(id, 1, null)));
            first.rules().forEach((id, rule) -> audience.segments.put(id, new SegmentRule(id, 1, rule)));
            List<Map.Entry<String, Rule>> rules = List.copyOf(first.rules().entrySet());
            List<Rule> judged = rules.stream().map(Map.Entry::getValue).toList();
            RuleOracle oracle = first.oracle();
            for (long at : instants(first, contacts.values())) {
                Map<BigInteger, boolean[]> found = audience.judgements(judged, AsOf.at(at), change);
                assertThat(found).as("contacts of seed " + seed).hasSize(contacts.size());
                for (OracleContact contact : contacts.values()) {
                    boolean[] held = found.get(audience.hash(contact.root(), contact.generation()));
                    for (int i = 0; i < rules.size(); i++) {
                        boolean expected = oracle.holds(rules.get(i).getValue(), contact, at);
                        judgements++;
                        if (held == null || held[i] != expected) {
                            different.add(contact.root() + " generation " + contact.generation() + " at " + at + ": "
                                    + rules.get(i).getValue() + " is " + expected);
                        }
                    }
                }
            }
            return new Run(rules.size() * HISTORIES, judgements, different);
        }
    }

    /**
     * One of the scenario's own instants, and those at which most events happen or leave what rules look at: there two
     * interpreters part first.
     */
    private static Set<Long> instants(Scenario scenario, Collection<OracleContact> contacts) {
        Set<Long> durations = new TreeSet<>(Set.of(0L));
        Matcher millis = MILLIS.matcher(scenario.rules().toString());
        while (millis.find()) {
            durations.add(Long.parseLong(millis.group(1)));
        }
        Map<Long, Integer> meetings = new TreeMap<>();
        contacts.forEach(contact -> contact.events()
                .forEach(event ->
                        durations.forEach(duration -> meetings.merge(event.timestamp() + duration, 1, Integer::sum))));
        Set<Long> instants = new TreeSet<>();
        meetings.entrySet().stream()
                .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed())
                .limit(INSTANTS - 1)
                .forEach(meeting -> instants.add(meeting.getKey()));
        instants.add(scenario.instants().get(scenario.instants().size() / 2));
        return instants;
    }
}
