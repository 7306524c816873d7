package io.millrace.core.simulate;

import io.millrace.core.campaign.engine.TriggerSchedule;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * What is to be simulated.
 *
 * @param zone the workspace's
 * @param optOutGroups subscription groups whose default is subscribed
 * @param segments by name, which serves as id; they stand before anything happens
 * @param events in any order; the sequence of each arrival is its place here
 * @param actions in any order; those of one instant are done in the order in which they stand here
 * @param until the last instant whose transitions are told; without it that of the last thing that is listed
 * @param checkpoints instants at which members are asked for
 * @param campaign empty if it is about segments alone
 */
public record Scenario(
        ZoneId zone,
        Set<String> optOutGroups,
        Map<String, SegmentSpec> segments,
        List<ScenarioEvent> events,
        List<ScenarioAction> actions,
        OptionalLong until,
        Set<Long> checkpoints,
        Optional<CampaignPlan> campaign) {

    /** A scenario about segments alone. */
    public Scenario(
            ZoneId zone,
            Set<String> optOutGroups,
            Map<String, SegmentSpec> segments,
            List<ScenarioEvent> events,
            List<ScenarioAction> actions,
            OptionalLong until,
            Set<Long> checkpoints) {
        this(zone, optOutGroups, segments, events, actions, until, checkpoints, Optional.empty());
    }

    public Scenario {
        optOutGroups = Set.copyOf(optOutGroups);
        segments = Collections.unmodifiableMap(new LinkedHashMap<>(segments));
        events = List.copyOf(events);
        actions = List.copyOf(actions);
        checkpoints = Collections.unmodifiableSet(new TreeSet<>(checkpoints));
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).arrival().sequence() != i) {
                throw new IllegalArgumentException("the sequence of an event's arrival is its place in the list");
            }
        }
    }

    /** The same, with a campaign. */
    public Scenario with(CampaignPlan plan) {
        return new Scenario(zone, optOutGroups, segments, events, actions, until, checkpoints, Optional.of(plan));
    }

    /** Whether what happens at this instant is told. */
    boolean tells(long instant) {
        return until.isEmpty() || instant <= until.getAsLong();
    }

    /** The last instant that is run: that until which is told, or a later checkpoint; else the last that is listed. */
    long lastInstant() {
        long lastCheckpoint =
                checkpoints.stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
        return until.isPresent()
                ? Math.max(until.getAsLong(), lastCheckpoint)
                : instants().max().orElse(Long.MIN_VALUE);
    }

    /** Every segment that is ever there, or would be. */
    Set<String> segmentNames() {
        Set<String> names = new LinkedHashSet<>(segments.keySet());
        for (ScenarioAction action : actions) {
            if (action instanceof ScenarioAction.DefineSegment define && define.create()) {
                names.add(define.segment());
            }
        }
        return names;
    }

    List<CampaignPlan.SentBefore> sentBefore() {
        return campaign.map(CampaignPlan::sentBefore).orElse(List.of());
    }

    /** The first instant at which anything that is listed arrives or happened, or is scheduled; empty if nothing is. */
    OptionalLong begin() {
        return LongStream.concat(
                        LongStream.concat(instants(), events.stream().mapToLong(ScenarioEvent::timestamp)), scheduled())
                .min();
    }

    private LongStream scheduled() {
        long first = campaign.map(plan -> TriggerSchedule.next(plan.campaign().graph(), zone, Long.MIN_VALUE))
                .orElse(TriggerSchedule.NEVER);
        return first == TriggerSchedule.NEVER ? LongStream.empty() : LongStream.of(first);
    }

    private LongStream instants() {
        return LongStream.concat(
                LongStream.concat(
                        events.stream().mapToLong(event -> event.arrival().millis()),
                        actions.stream().mapToLong(ScenarioAction::at)),
                LongStream.concat(
                        checkpoints.stream().mapToLong(Long::longValue),
                        sentBefore().stream().mapToLong(CampaignPlan.SentBefore::at)));
    }
}
