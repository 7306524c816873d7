package io.millrace.testing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.Cause;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.ContactStateCodec;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.audience.SegmentTransition;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** That how a contact is driven changes nothing: through bytes or not, woken or not; and that it is woken on time. */
class EngineStepsTest {

    private static final int SCENARIOS = Integer.getInteger("millrace.oracle.scenarios", 100);
    private static final long SEED = Long.getLong("millrace.oracle.seed", 20_260_401);
    private static final Person PERSON = new Person(Person.Kind.USER, "u0");

    @Test
    void bytesBetweenAnyTwoStepsChangeNothing() {
        for (long seed = SEED; seed < SEED + SCENARIOS; seed++) {
            Scenario scenario = Scenarios.of(seed, ScenarioShape.ONE_CONTACT);
            assertThat(run(scenario, EngineStepsTest::copy, false))
                    .as("seed %d", seed)
                    .isEqualTo(run(scenario, state -> state, false));
        }
    }

    @Test
    void beingWokenAtEachWakeOrOnlyByWhatHappensIsTheSame() {
        for (long seed = SEED; seed < SEED + SCENARIOS; seed++) {
            Scenario scenario = Scenarios.of(seed, ScenarioShape.ONE_CONTACT);
            assertThat(run(scenario, EngineStepsTest::copy, true))
                    .as("seed %d", seed)
                    .isEqualTo(run(scenario, state -> state, false));
        }
    }

    /** What expires does so at the first instant at which the oracle's answer is another. */
    @Test
    void everyExpiryIsAtItsMillisecond() {
        int expiries = 0;
        for (long seed = SEED; seed < SEED + SCENARIOS; seed++) {
            Scenario scenario = Scenarios.of(seed, ScenarioShape.ONE_CONTACT);
            SortedMap<Long, List<Input>> inputs = inputs(scenario);
            for (SegmentTransition transition : run(scenario, state -> state, false)) {
                long at = transition.at();
                if (transition.cause() != Cause.EXPIRY || inputs.containsKey(at)) {
                    continue;
                }
                expiries++;
                OracleContact contact = Objects.requireNonNull(
                        ContactsOracle.at(scenario.happenings(), at).get(PERSON));
                Rule rule = Objects.requireNonNull(scenario.rules().get(transition.segment()));
                assertThat(scenario.oracle().holds(rule, contact, at - 1) != transition.entered()
                                && scenario.oracle().holds(rule, contact, at) == transition.entered())
                        .as("seed %d, %s at %s", seed, RuleJson.canonical(rule), Instant.ofEpochMilli(at))
                        .isTrue();
            }
        }
        assertThat(expiries).isGreaterThan(SCENARIOS);
    }

    private static ContactState copy(ContactState state) {
        byte[] profile = ContactStateCodec.profile(state);
        return ContactStateCodec.decode(ContactStateCodec.hot(state), () -> profile);
    }

    private static List<SegmentTransition> run(Scenario scenario, UnaryOperator<ContactState> between, boolean woken) {
        List<SegmentRule> segments = new ArrayList<>();
        scenario.rules().forEach((id, rule) -> segments.add(new SegmentRule(id, 1, rule)));
        scenario.handKept().forEach(id -> segments.add(new SegmentRule(id, 1, null)));
        ContactEngine engine = new ContactEngine(
                new AudienceRules(1, scenario.zone(), scenario.optOutGroups(), segments, List.of(), Map.of()));
        ContactState state = ContactState.unborn(PERSON);
        List<SegmentTransition> transitions = new ArrayList<>();
        SortedMap<Long, List<Input>> inputs = inputs(scenario);
        inputs.put(inputs.lastKey() + 10L * 86_400_000, List.of());
        for (Map.Entry<Long, List<Input>> instant : inputs.entrySet()) {
            state = between.apply(state);
            while (woken && wake(state) < instant.getKey()) {
                transitions.addAll(engine.step(state, wake(state), List.of()).transitions());
                state = between.apply(state);
            }
            transitions.addAll(
                    engine.step(state, instant.getKey(), instant.getValue()).transitions());
        }
        return transitions;
    }

    private static long wake(ContactState state) {
        OptionalLong wake = state.nextWake();
        return wake.isPresent() ? wake.getAsLong() : Long.MAX_VALUE;
    }

    /** Events before actions at each instant. */
    private static SortedMap<Long, List<Input>> inputs(Scenario scenario) {
        SortedMap<Long, List<Input>> inputs = new TreeMap<>();
        for (boolean events : new boolean[] {true, false}) {
            for (Happening happening : scenario.happenings()) {
                Input input = null;
                if (events && happening instanceof Happening.Event event && !event.copy()) {
                    input = new Input.Event(event.event());
                } else if (!events && happening instanceof Happening.Action action) {
                    input = new Input.Action(action.action(), action.arrival(), "");
                }
                if (input != null) {
                    inputs.computeIfAbsent(happening.arrival().millis(), instant -> new ArrayList<>())
                            .add(input);
                }
            }
        }
        return inputs;
    }
}
