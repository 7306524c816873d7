package io.millrace.testing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.ContactStateCodec;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.LeafProjection;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.audience.SegmentTransition;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events reach a condition's state in three ways: as they come, by a merge, and as seeds. All must come to the same. */
class EngineJoinsTest {

    private static final int SCENARIOS = Integer.getInteger("millrace.oracle.scenarios", 100);
    private static final long SEED = Long.getLong("millrace.oracle.seed", 20_260_501);
    private static final Person ANN = new Person(Person.Kind.USER, "u0");
    private static final Person BOB = new Person(Person.Kind.USER, "u1");
    private static final long DAY = 86_400_000;

    @Test
    void twoHalvesOfAPastJoinToTheWhole() {
        for (long seed = SEED; seed < SEED + SCENARIOS; seed++) {
            Scenario scenario = Scenarios.of(seed, ScenarioShape.ONE_CONTACT);
            Random random = new Random(seed);
            List<HistoryEvent> all = events(scenario);
            long merge = all.get(all.size() - 1).arrival().millis();
            ContactEngine engine = engine(scenario, Map.of());
            ContactState whole = ContactState.unborn(ANN);
            ContactState target = ContactState.unborn(ANN);
            ContactState source = ContactState.unborn(BOB);
            for (HistoryEvent event : all) {
                step(engine, whole, event);
                step(engine, random.nextBoolean() ? target : source, event);
            }
            ContactState moved =
                    copy(engine.handOver(copy(source), merge, List.of()).moved());
            ContactState joined = copy(target);
            engine.step(
                    joined,
                    merge,
                    List.of(new Input.Absorb(moved, ConflictResolution.NEWEST, new Arrival(merge, Long.MAX_VALUE))));
            assertThat(future(engine, joined, merge)).as("seed %d", seed).isEqualTo(future(engine, whole, merge));
        }
    }

    @Test
    void whatIsSeededAndWhatComesLiveMakeTheWhole() {
        for (long seed = SEED; seed < SEED + SCENARIOS; seed++) {
            Scenario scenario = Scenarios.of(seed, ScenarioShape.ONE_CONTACT);
            List<HistoryEvent> all = events(scenario);
            long live = all.get(all.size() / 2).arrival().millis();
            long end = all.get(all.size() - 1).arrival().millis();
            Map<LeafKey, LeafProjection> leaves = leaves(scenario);
            Map<LeafKey, Long> liveFrom = new HashMap<>();
            leaves.keySet().forEach(leaf -> liveFrom.put(leaf, live));
            ContactEngine all0 = engine(scenario, Map.of());
            ContactEngine seeded = engine(scenario, liveFrom);
            ContactState whole = ContactState.unborn(ANN);
            ContactState parts = ContactState.unborn(ANN);
            for (HistoryEvent event : all) {
                step(all0, whole, event);
                step(seeded, parts, event);
            }
            List<Input> seeds = new ArrayList<>();
            leaves.forEach((key, projection) -> {
                List<LeafEvent> events = new ArrayList<>();
                all.forEach(event -> projection.project(event).ifPresent(events::add));
                seeds.add(new Input.Seed(key, "u:u0/0", events));
            });
            parts = copy(parts);
            seeded.step(parts, end, seeds);
            parts = copy(parts);
            seeded.step(parts, end, seeds);
            assertThat(future(seeded, parts, end)).as("seed %d", seed).isEqualTo(future(all0, whole, end));
        }
    }

    /** Where it is now, and how it goes on. */
    private static List<String> future(ContactEngine engine, ContactState state, long now) {
        List<String> future = new ArrayList<>(state.segments());
        for (SegmentTransition transition :
                engine.step(state, now + 10 * DAY, List.of()).transitions()) {
            future.add(transition.at() + " " + transition.entered() + " " + transition.segment());
        }
        return future;
    }

    private static void step(ContactEngine engine, ContactState state, HistoryEvent event) {
        engine.step(state, event.arrival().millis(), List.of(new Input.Event(event)));
    }

    private static ContactState copy(ContactState state) {
        byte[] profile = ContactStateCodec.profile(state);
        return ContactStateCodec.decode(ContactStateCodec.hot(state), () -> profile);
    }

    /** Of a contact that begins with its first call, in order of arrival. */
    private static List<HistoryEvent> events(Scenario scenario) {
        return scenario.happenings().stream()
                .filter(happening -> happening instanceof Happening.Event event && !event.copy())
                .map(happening -> ((Happening.Event) happening).event())
                .filter(event -> event.type() != EventType.IDENTIFY)
                .toList();
    }

    private static ContactEngine engine(Scenario scenario, Map<LeafKey, Long> liveFrom) {
        List<SegmentRule> segments = new ArrayList<>();
        scenario.rules().forEach((id, rule) -> segments.add(new SegmentRule(id, 1, rule)));
        return new ContactEngine(
                new AudienceRules(1, scenario.zone(), scenario.optOutGroups(), segments, List.of(), liveFrom));
    }

    private static Map<LeafKey, LeafProjection> leaves(Scenario scenario) {
        Map<LeafKey, LeafProjection> leaves = new HashMap<>();
        scenario.rules().values().forEach(rule -> collect(rule, leaves));
        return leaves;
    }

    private static void collect(Rule rule, Map<LeafKey, LeafProjection> leaves) {
        if (rule instanceof Rule.And and) {
            and.conditions().forEach(condition -> collect(condition, leaves));
        } else if (rule instanceof Rule.Or or) {
            or.conditions().forEach(condition -> collect(condition, leaves));
        } else if (rule instanceof Rule.Not not) {
            collect(not.condition(), leaves);
        } else if (rule instanceof Rule.Events || rule instanceof Rule.Sequence) {
            leaves.put(LeafKey.of(rule), LeafProjection.of(rule));
        }
    }
}
