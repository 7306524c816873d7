package io.millrace.core.simulate;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Runs a scenario: the contact engine under a virtual clock, with identity, copies and hand-kept segments in memory.
 * What happens at one instant is one step: definitions, events, actions about contacts, then what falls due. Nothing
 * outside is read or touched; the same scenario always has the same outcome.
 */
public final class Simulation {

    private final Scenario scenario;
    private final Budget budget;
    private final Timeline timeline;
    private final SegmentsInForce segments;
    private final Population population;
    private final Identity identity;
    private final ApiCalls api;
    private final MemberLists members;
    private final Copies copies = new Copies();
    private final List<Outcome.Transition> transitions = new ArrayList<>();
    private final List<Outcome.Refusal> refused = new ArrayList<>();
    private final Map<Long, Map<String, List<String>>> checkpoints = new TreeMap<>();

    private Simulation(Scenario scenario, Budget budget) {
        this.scenario = scenario;
        this.budget = budget;
        this.timeline = new Timeline(scenario);
        this.segments = new SegmentsInForce(scenario);
        this.population = new Population(segments.rules(), timeline, budget);
        this.identity = new Identity(population::unborn);
        this.api = new ApiCalls(segments, identity, population);
        this.members = new MemberLists(scenario.segmentNames());
    }

    /**
     * What the scenario does.
     *
     * @throws Budget.ExceededException if it needs more than the budget allows
     */
    public static Outcome run(Scenario scenario, Budget budget) {
        Simulation simulation = new Simulation(scenario, budget);
        OptionalLong begin = scenario.begin();
        if (begin.isPresent()) {
            simulation.begin(begin.getAsLong() - 1);
            simulation.runThrough(scenario.lastInstant());
        }
        return new Outcome(simulation.transitions, new TreeMap<>(simulation.checkpoints), simulation.refused);
    }

    /** What stands before anything happens, and is no transition: the first members of hand-kept segments. */
    private void begin(long before) {
        Arrival arrival = new Arrival(before, 0);
        scenario.segments().forEach((name, spec) -> {
            if (spec instanceof SegmentSpec.HandKept kept) {
                api.call(
                        new ScenarioAction.ChangeMembers(
                                before, name, kept.members(), ScenarioAction.ChangeMembers.How.ADD),
                        arrival);
            }
        });
        apply(population.settle(before));
    }

    private void runThrough(long last) {
        for (long now = timeline.next(); now <= last && now != SimulatedContact.NEVER; now = timeline.next()) {
            budget.checkTime();
            runInstant(now);
        }
    }

    private void runInstant(long now) {
        List<Call> calls = timeline.callsAt(now);
        long epoch = segments.epoch();
        Map<Call, String> refusals = new HashMap<>();
        calls.stream().filter(Call::definesSegment).forEach(call -> make(call, refusals));
        if (segments.epoch() != epoch) {
            Map<LeafKey, Rule> added = segments.putInForce(now);
            population.judgeBy(segments.rules(), added, now);
        }
        timeline.eventsAt(now).forEach(this::happen);
        calls.stream().filter(call -> !call.definesSegment()).forEach(call -> make(call, refusals));
        List<Outcome.Transition> changes = apply(population.settle(now));
        if (scenario.tells(now)) {
            budget.answer(changes.size());
            transitions.addAll(changes);
            tell(calls, refusals);
        }
        if (timeline.checkpointAt(now)) {
            Map<String, List<String>> lists = members.asOfNow();
            budget.answer(lists.values().stream().mapToInt(List::size).sum());
            checkpoints.put(now, lists);
        }
    }

    private void make(Call call, Map<Call, String> refusals) {
        api.call(call.action(), call.arrival()).ifPresent(reason -> refusals.put(call, reason));
    }

    private void tell(List<Call> calls, Map<Call, String> refusals) {
        for (Call call : calls) {
            String reason = refusals.get(call);
            if (reason != null) {
                refused.add(new Outcome.Refusal(
                        call.arrival().millis(), call.action().verb(), reason));
            }
        }
    }

    /** Keeps the member lists, and puts the transitions of one instant in order. */
    private List<Outcome.Transition> apply(List<Population.Change> changes) {
        return changes.stream()
                .sorted()
                .map(change -> {
                    members.change(change.contact(), change.segment(), change.entered());
                    return change.told();
                })
                .toList();
    }

    private void happen(ScenarioEvent event) {
        if (copies.isCopy(event)) {
            return;
        }
        Identity.Belonging belonging = identity.of(event);
        belonging.joinings().forEach(joining -> population.joined(joining, event.arrival()));
        population.happened(belonging.contact(), event);
    }
}
