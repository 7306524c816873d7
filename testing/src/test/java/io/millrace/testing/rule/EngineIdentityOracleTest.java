package io.millrace.testing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactEngine;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.event.Person;
import io.millrace.core.rule.RuleJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Contacts that are linked, merged and deleted, as the engine carries them on, against the oracle, which begins anew. */
class EngineIdentityOracleTest {

    private static final int SCENARIOS = Integer.getInteger("millrace.oracle.scenarios", 30);
    private static final long SEED = Long.getLong("millrace.oracle.seed", 20_260_401);

    @Test
    void everyContactIsWhereTheOracleSaysAtEveryInstant() {
        for (long seed = SEED; seed < SEED + SCENARIOS; seed++) {
            Scenario scenario = Scenarios.of(seed, ScenarioShape.SOME_CONTACTS);
            assertThat(new Workspace(scenario).disagreements())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    /** A contact whose state the engine keeps. */
    private static final class Kept {
        private final ContactState state;
        private final List<Input> events = new ArrayList<>();
        private final List<Input> actions = new ArrayList<>();
        private final List<Input> joins = new ArrayList<>();

        Kept(Person root) {
            this.state = ContactState.unborn(root);
        }

        List<Input> takeInputs() {
            List<Input> inputs = new ArrayList<>(events);
            inputs.addAll(actions);
            inputs.addAll(joins);
            events.clear();
            actions.clear();
            joins.clear();
            return inputs;
        }
    }

    private record Join(Kept source, Kept target, ConflictResolution resolution, Arrival arrival) {}

    private static final class Workspace {

        private final Scenario scenario;
        private final ContactEngine engine;
        private final Map<Person, Kept> contacts = new LinkedHashMap<>();
        private final Set<Person> linked = new HashSet<>();
        private final List<Join> joins = new ArrayList<>();

        Workspace(Scenario scenario) {
            this.scenario = scenario;
            List<SegmentRule> segments = new ArrayList<>();
            scenario.rules().forEach((id, rule) -> segments.add(new SegmentRule(id, 1, rule)));
            scenario.handKept().forEach(id -> segments.add(new SegmentRule(id, 1, null)));
            this.engine = new ContactEngine(
                    new AudienceRules(1, scenario.zone(), scenario.optOutGroups(), segments, List.of(), Map.of()));
        }

        List<String> disagreements() {
            TreeSet<Long> instants = new TreeSet<>(scenario.instants());
            scenario.happenings()
                    .forEach(happening -> instants.add(happening.arrival().millis()));
            List<String> disagreements = new ArrayList<>();
            for (long now : instants) {
                step(now);
                if (disagreements.isEmpty()) {
                    compare(now, disagreements);
                }
            }
            return disagreements;
        }

        private void step(long now) {
            for (Happening happening : scenario.happenings()) {
                if (happening.arrival().millis() == now) {
                    take(happening);
                }
            }
            for (Join join : joins) {
                ContactState moved = engine.handOver(
                                join.source().state, now, join.source().takeInputs())
                        .moved();
                join.target().joins.add(new Input.Absorb(moved, join.resolution(), join.arrival()));
            }
            joins.clear();
            new HashSet<>(contacts.values()).forEach(kept -> engine.step(kept.state, now, kept.takeInputs()));
        }

        private void take(Happening happening) {
            if (happening instanceof Happening.Event taken && !taken.copy()) {
                HistoryEvent event = taken.event();
                if (event.userId() != null && event.anonymousId() != null) {
                    link(new Person(Person.Kind.ANONYMOUS, event.anonymousId()), event);
                }
                contact(event.person()).events.add(new Input.Event(event));
            } else if (happening instanceof Happening.Action action) {
                contact(action.person()).actions.add(new Input.Action(action.action(), action.arrival(), ""));
            } else if (happening instanceof Happening.Merge merge) {
                join(contact(merge.source()), contact(merge.target()), merge.resolution(), merge.arrival());
            }
        }

        private void link(Person anonymous, HistoryEvent event) {
            Kept known = contact(event.person());
            Kept before = contacts.get(anonymous);
            if (linked.add(anonymous) && before != null) {
                join(before, known, ConflictResolution.NEWEST, event.arrival());
            }
            contacts.put(anonymous, known);
        }

        private void join(Kept source, Kept target, ConflictResolution resolution, Arrival arrival) {
            if (source != target) {
                joins.add(new Join(source, target, resolution, arrival));
                contacts.replaceAll((person, kept) -> kept == source ? target : kept);
            }
        }

        private Kept contact(Person person) {
            return contacts.computeIfAbsent(person, Kept::new);
        }

        private void compare(long now, List<String> disagreements) {
            RuleOracle oracle = scenario.oracle();
            Map<Person, OracleContact> expected = ContactsOracle.at(scenario.happenings(), now);
            Map<Person, ContactState> found = new HashMap<>();
            contacts.values().forEach(kept -> found.put(kept.state.person(), kept.state));
            expected.forEach((person, contact) -> {
                ContactState state = found.remove(person);
                scenario.rules().forEach((id, rule) -> {
                    boolean in = oracle.holds(rule, contact, now);
                    if (state == null || in != state.isIn(id)) {
                        disagreements.add("at " + Instant.ofEpochMilli(now) + " of " + person + " the oracle says " + in
                                + ": " + id + " " + RuleJson.canonical(rule));
                    }
                });
            });
            found.forEach((person, state) -> {
                if (!state.segments().isEmpty()) {
                    disagreements.add("at " + Instant.ofEpochMilli(now) + " the oracle does not know " + person);
                }
            });
        }
    }
}
