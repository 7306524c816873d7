package io.millrace.core.simulate;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.campaign.engine.CampaignEngine;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable SimulatedCampaign campaign;
    private final SentElsewhere sentBefore;
    private final Identity identity;
    private final ApiCalls api;
    private final Copies copies = new Copies();
    private final List<Change> changes = new ArrayList<>();
    private final List<Outcome.Refusal> refused = new ArrayList<>();
    private final SortedMap<Long, Integer> changesBefore = new TreeMap<>();
    private int changesAtBegin;
    private int changesTold;
    private long members;

    private Simulation(Scenario scenario, Budget budget) {
        this.scenario = scenario;
        this.budget = budget;
        this.timeline = new Timeline(scenario);
        this.campaign = scenario.campaign()
                .map(plan -> new SimulatedCampaign(plan, scenario.zone(), budget))
                .orElse(null);
        this.segments = new SegmentsInForce(
                scenario, campaign == null ? List.of() : CampaignEngine.rulesOf(campaign.inForce(0)));
        this.population = new Population(segments.rules(), timeline, budget, campaign);
        this.identity = new Identity(population::unborn);
        this.api = new ApiCalls(segments, identity, population, campaign);
        this.sentBefore = new SentElsewhere(scenario.sentBefore(), identity);
    }

    /**
     * What the scenario does.
     *
     * @throws Budget.ExceededException if it needs more than the budget allows
     */
    public static Outcome run(Scenario scenario, Budget budget) {
        Simulation simulation = new Simulation(scenario, budget);
        simulation.run();
        return simulation.outcome();
    }

    /**
     * What the scenario does to its campaign, which it must have.
     *
     * @throws Budget.ExceededException if it needs more than the budget allows
     */
    public static CampaignOutcome runCampaign(Scenario scenario, Budget budget) {
        Simulation simulation = new Simulation(scenario, budget);
        SimulatedCampaign campaign = simulation.campaign;
        if (campaign == null) {
            throw new IllegalArgumentException("the scenario has no campaign");
        }
        simulation.run();
        List<CampaignOutcome.Wait> waiting = simulation.population.waiting(campaign.turns(scenario.lastInstant()));
        return campaign.diary().outcome(waiting, simulation.refused);
    }

    private Outcome outcome() {
        return new Outcome(
                new Transitions(changes.subList(changesAtBegin, changesAtBegin + changesTold)),
                new Checkpoints(scenario.segmentNames(), changes, changesBefore),
                refused);
    }

    private void run() {
        OptionalLong begin = scenario.begin();
        if (begin.isPresent()) {
            begin(begin.getAsLong() - 1);
            runThrough(begin.getAsLong() - 1, scenario.lastInstant());
        }
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
        changesAtBegin = apply(population.settle(before));
        if (campaign != null) {
            campaign.begin();
            population.campaignBegins(segments.rules(), before);
        }
    }

    private void runThrough(long before, long last) {
        for (long now = next(before); now <= last && now != SimulatedContact.NEVER; now = next(now)) {
            budget.checkTime();
            runInstant(now);
        }
    }

    /** The next instant at which anything happens, after one that is over. */
    private long next(long over) {
        long listed = Math.min(timeline.next(), sentBefore.next());
        return campaign == null ? listed : Math.min(listed, campaign.next(over));
    }

    private void runInstant(long now) {
        List<Call> calls = timeline.callsAt(now);
        Map<Call, String> refusals = new HashMap<>();
        define(calls.stream().filter(Call::defines).toList(), refusals, now);
        timeline.eventsAt(now).forEach(this::happen);
        calls.stream().filter(call -> !call.defines()).forEach(call -> make(call, refusals));
        fireSchedule(now);
        sentBefore.note(now);
        int changed = apply(population.settle(now));
        if (scenario.tells(now)) {
            changesTold += changed;
            tell(calls, refusals);
        }
        if (timeline.checkpointAt(now)) {
            budget.answerNames(members);
            changesBefore.put(now, changes.size());
        }
    }

    private void define(List<Call> calls, Map<Call, String> refusals, long now) {
        long epoch = segments.epoch();
        long campaignEpoch = campaign == null ? 0 : campaign.epoch();
        calls.forEach(call -> make(call, refusals));
        if (campaign != null && campaign.epoch() != campaignEpoch) {
            segments.watch(CampaignEngine.rulesOf(campaign.inForce(now)));
        }
        if (segments.epoch() != epoch || campaign != null && campaign.epoch() != campaignEpoch) {
            Map<LeafKey, Rule> added = segments.putInForce(now);
            population.judgeBy(segments.rules(), added, now);
        }
        if (campaign != null && campaign.takeEnrollsMembers()) {
            population.toldToAll(new CampaignWord.EnrollMembers(CampaignPlan.ID), new Arrival(now, 0));
        }
    }

    private void fireSchedule(long now) {
        if (campaign != null) {
            campaign.scheduledAt(now)
                    .forEach(trigger -> population.toldToAll(
                            new CampaignWord.ScheduleDue(CampaignPlan.ID, trigger), new Arrival(now, Long.MAX_VALUE)));
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

    /** Puts the changes of one instant in order, and keeps them. */
    private int apply(List<Change> ofInstant) {
        budget.answerTransitions(ofInstant.size());
        ofInstant.stream().sorted().forEach(change -> {
            changes.add(change);
            members += change.entered() ? 1 : -1;
        });
        return ofInstant.size();
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
