package io.millrace.testing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine, which keeps little and wakes seldom, against the oracle, which keeps everything and looks at all of it. */
class EngineOracleTest {

    private static final int SCENARIOS = Integer.getInteger("millrace.oracle.scenarios", 200);
    private static final long SEED = Long.getLong("millrace.oracle.seed", 20_260_301);

    @Test
    void oneContactIsWhereTheOracleSaysAtEveryInstant() {
        for (long seed = SEED; seed < SEED + SCENARIOS; seed++) {
            assertThat(disagreements(Scenarios.of(seed, ScenarioShape.ONE_CONTACT), rule -> rule))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    /** That nobody disagrees must not be because there is nothing to disagree about. */
    @Test
    void everyFormHoldsSometimesAndSometimesNot() {
        Map<LeafKind, Set<Boolean>> answers = new EnumMap<>(LeafKind.class);
        for (long seed = SEED; seed < SEED + 40; seed++) {
            Scenario scenario = Scenarios.of(seed, ScenarioShape.ONE_CONTACT);
            List<Map.Entry<String, Rule>> rules = List.copyOf(scenario.rules().entrySet());
            long end = scenario.instants().get(scenario.instants().size() - 1);
            for (long now : List.of(scenario.instants().get(scenario.instants().size() / 2), end)) {
                OracleContact contact =
                        ContactsOracle.at(scenario.happenings(), now).get(new Person(Person.Kind.USER, "u0"));
                for (int i = 0; contact != null && i < rules.size(); i++) {
                    answers.computeIfAbsent(LeafKind.values()[i], kind -> new HashSet<>())
                            .add(scenario.oracle().holds(rules.get(i).getValue(), contact, now));
                }
            }
        }
        assertThat(answers).containsOnlyKeys(LeafKind.values());
        assertThat(answers.values()).allMatch(Set.of(true, false)::equals);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"window\":\"1d\"', '\"window\":\"86400001ms\"'",
        "'\"window\":\"1s\"', '\"window\":\"999ms\"'",
        "'\"op\":\"neq\",\"value\":\"gol', '\"op\":\"not_contains\",\"value\":\"gol'",
        "'older_than', 'within_last'",
        "'count_gte', 'count_gt'",
        "'\"within\":\"30m\"', '\"within\":\"1799999ms\"'",
    })
    void whatIsBrokenIsFound(String correct, String broken) {
        for (long seed = SEED; seed < SEED + SCENARIOS; seed++) {
            Scenario scenario = Scenarios.of(seed, ScenarioShape.ONE_CONTACT);
            if (!disagreements(scenario, rule -> parsed(RuleJson.canonical(rule).replace(correct, broken)))
                    .isEmpty()) {
                return;
            }
        }
        fail("no scenario tells " + correct + " from " + broken);
    }

    private static Rule parsed(String json) {
        try {
            RuleParser.Parsed parsed = new RuleParser(RuleLimits.DEFAULT).parse(new ObjectMapper().readTree(json), "");
            return ((RuleParser.Parsed.Valid) parsed).rule();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> disagreements(Scenario scenario, UnaryOperator<Rule> given) {
        Person person = new Person(Person.Kind.USER, "u0");
        ContactEngine engine = new ContactEngine(rules(scenario, given));
        ContactState state = ContactState.unborn(person);
        RuleOracle oracle = scenario.oracle();
        List<String> disagreements = new ArrayList<>();
        for (long now : instants(scenario)) {
            engine.step(state, now, inputs(scenario, now));
            OracleContact contact =
                    ContactsOracle.at(scenario.happenings(), now).get(person);
            if (contact == null) {
                continue;
            }
            scenario.rules().forEach((id, rule) -> {
                boolean in = oracle.holds(rule, contact, now);
                if (in != state.isIn(id)) {
                    disagreements.add("at " + Instant.ofEpochMilli(now) + " the oracle says " + in + ": " + id + " "
                            + RuleJson.canonical(rule));
                }
            });
        }
        return disagreements;
    }

    private static AudienceRules rules(Scenario scenario, UnaryOperator<Rule> given) {
        List<SegmentRule> segments = new ArrayList<>();
        scenario.rules().forEach((id, rule) -> segments.add(new SegmentRule(id, 1, given.apply(rule))));
        scenario.handKept().forEach(id -> segments.add(new SegmentRule(id, 1, null)));
        return new AudienceRules(1, scenario.zone(), scenario.optOutGroups(), segments, List.of(), Map.of());
    }

    private static SortedSet<Long> instants(Scenario scenario) {
        TreeSet<Long> instants = new TreeSet<>(scenario.instants());
        scenario.happenings()
                .forEach(happening -> instants.add(happening.arrival().millis()));
        return instants;
    }

    private static List<Input> inputs(Scenario scenario, long now) {
        List<Input> events = new ArrayList<>();
        List<Input> actions = new ArrayList<>();
        for (Happening happening : scenario.happenings()) {
            if (happening.arrival().millis() != now) {
                continue;
            }
            if (happening instanceof Happening.Event event && !event.copy()) {
                events.add(new Input.Event(event.event()));
            } else if (happening instanceof Happening.Action action) {
                actions.add(new Input.Action(action.action(), action.arrival(), ""));
            }
        }
        events.addAll(actions);
        return events;
    }
}
