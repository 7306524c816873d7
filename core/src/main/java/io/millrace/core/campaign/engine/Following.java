package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.Cause;
import io.millrace.core.audience.EventView;
import io.millrace.core.audience.Follower;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.Patterns;
import io.millrace.core.audience.Present;
import io.millrace.core.audience.SegmentChange;
import io.millrace.core.campaign.ExitCondition;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.ReEntry;
import io.millrace.core.campaign.TriggerOn;
import io.millrace.core.rule.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A contact's runs during one step of the contact. What an event or a call starts goes as far as it can at once, before
 * the next one is looked at; what memberships and time start comes when all inputs of the instant are judged.
 */
final class Following implements Follower {

    private final Turn turn;
    private final ContactRuns runs;
    private final CompiledCampaigns campaigns;
    private final Walk walk;
    private final Goals goals;
    private final Entering entering;

    // Of the instant at hand: campaigns that are active again, words that wait for its end, segments that have changed
    // in it,
    // and those of them that have ended runs but not started any yet.
    private final List<String> resumed = new ArrayList<>();
    private final List<CampaignWord> deferred = new ArrayList<>();
    private final Set<String> changedSegments = new HashSet<>();
    private final List<SegmentChange> toTrigger = new ArrayList<>();

    Following(Turn turn) {
        this.turn = turn;
        this.runs = turn.runs;
        this.campaigns = turn.campaigns;
        this.goals = new Goals(turn);
        this.walk = new Walk(turn, goals);
        this.entering = new Entering(turn, walk);
    }

    @Override
    public long wake() {
        boolean behind = runs.epoch != campaigns.campaigns().epoch() && runs.inProgress();
        return behind ? campaigns.campaigns().effectiveFrom() : runs.wake();
    }

    @Override
    public void opened(Present present) {
        resumed.clear();
        deferred.clear();
        changedSegments.clear();
        toTrigger.clear();
        if (runs.epoch == campaigns.campaigns().epoch()) {
            return;
        }
        runs.epoch = campaigns.campaigns().epoch();
        runs.touch();
        for (String campaign : runs.pasts.keySet()) {
            CampaignStatus status = campaigns.status(campaign);
            if (status == CampaignStatus.COMPLETED) {
                runs.runsOf(campaign).forEach(run -> walk.exit(run, ExitReason.CAMPAIGN_COMPLETED, present));
            } else if (status == CampaignStatus.ACTIVE) {
                resumed.add(campaign);
            }
        }
    }

    @Override
    public void happened(Input input, Present present) {
        if (input instanceof Input.Event event) {
            turn.causedBy(event.event().arrival());
            event(event.event(), present);
        } else if (input instanceof Input.ToFollower said && said.word() instanceof CampaignWord word) {
            turn.causedBy(said.arrival());
            word(word, said.arrival(), present);
        }
    }

    private void event(EventView event, Present present) {
        Suppressing.note(event, runs);
        List<EventHook> hooks = campaigns.hooks(event);
        if (hooks.isEmpty()) {
            return;
        }
        hooks.stream().filter(hook -> hook.kind() == EventHook.Kind.GOAL).forEach(hook -> goals.reached(
                        hook, event, present)
                .forEach(run -> walk.exit(run, ExitReason.GOAL, present)));
        hooks.stream().filter(hook -> hook.kind() == EventHook.Kind.EXIT).forEach(hook -> exits(hook, event, present));
        waits(hooks, event, present);
        Set<String> entered = new HashSet<>();
        for (EventHook hook : hooks) {
            String campaign = hook.version().campaign();
            if (hook.kind() == EventHook.Kind.TRIGGER
                    && !entered.contains(campaign)
                    && triggered(hook, event, present)) {
                entered.add(campaign);
            }
        }
    }

    /** Those that wait when the event comes: who gets to another wait by it waits there for the next one. */
    private void waits(List<EventHook> hooks, EventView event, Present present) {
        TreeSet<Run> met = new TreeSet<>(Comparator.comparingLong((Run run) -> run.serial));
        for (EventHook hook : hooks) {
            if (hook.kind() == EventHook.Kind.WAIT) {
                CompiledVersion version = hook.version();
                met.addAll(matching(hook, event, runs.runsAt(version.campaign(), version.version(), hook.node())));
            }
        }
        for (Run run : met) {
            if (!run.isHeld()) {
                walk.release(run, Node.Wait.MET, present);
            }
        }
    }

    private void exits(EventHook hook, EventView event, Present present) {
        List<Run> candidates = runs.runsOf(hook.version().campaign()).stream()
                .filter(run -> run.version == hook.version().version() && event.timestamp() > run.enteredAt)
                .toList();
        matching(hook, event, candidates).forEach(run -> walk.exit(run, ExitReason.EXIT_CONDITION, present));
    }

    /** Those of the runs that the event means, by its properties and their key. */
    private static List<Run> matching(EventHook hook, EventView event, List<Run> candidates) {
        if (candidates.isEmpty() || !Patterns.matches(hook.event(), event)) {
            return List.of();
        }
        if (!hook.sameKey() || !(hook.version().settings().reEntry() instanceof ReEntry.PerKey perKey)) {
            return candidates;
        }
        JsonNode key = Values.at(event.properties(), perKey.property());
        return candidates.stream()
                .filter(run -> key != null && Keys.same(run.key, key))
                .toList();
    }

    private boolean triggered(EventHook hook, EventView event, Present present) {
        CompiledVersion version = hook.version();
        long age = event.arrival().millis() - event.timestamp();
        return age <= version.settings().maxEventAge().millis()
                && Patterns.matches(hook.event(), event)
                && enter(version, hook.node(), new Entering.Cause("event:" + event.messageId(), event), present);
    }

    private boolean enter(CompiledVersion version, String trigger, Entering.Cause cause, Present present) {
        return entering.enter(version, (Node.Trigger) version.node(trigger), cause, present) == null;
    }

    private void word(CampaignWord word, Arrival arrival, Present present) {
        if (word instanceof CampaignWord.Enroll enroll) {
            enroll(enroll, arrival, present);
        } else if (word instanceof CampaignWord.Bounced bounced) {
            Suppressing.bounced(bounced.hard(), runs);
        } else if (word instanceof CampaignWord.Complained) {
            Suppressing.complained(runs);
        } else if (word instanceof CampaignWord.Absorb absorb) {
            new Merging(turn, walk).absorb(absorb.runs(), absorb.from(), present);
        } else {
            deferred.add(word);
        }
    }

    private void enroll(CampaignWord.Enroll enroll, Arrival arrival, Present present) {
        CompiledVersion version = campaigns.current(enroll.campaign());
        CampaignOutput.Refusal refusal = CampaignOutput.Refusal.NOT_ACTIVE;
        if (version != null && runs.suppression != ContactRuns.Suppression.NONE) {
            refusal = CampaignOutput.Refusal.SUPPRESSED;
        } else if (version != null) {
            String cause = "enrolled:" + arrival.millis() + "/" + arrival.sequence();
            refusal = entering.enter(version, handTrigger(version), new Entering.Cause(cause, null), present);
        }
        turn.tell(new CampaignOutput.EnrollmentAnswered(
                present.now(), enroll.campaign(), present.contact().person().id(), enroll.requestId(), refusal));
    }

    /** Where those begin who are enrolled by hand: at the manual trigger, else at the first. */
    private static Node.Trigger handTrigger(CompiledVersion version) {
        return version.triggers().stream()
                .filter(trigger -> trigger.on() instanceof TriggerOn.Manual)
                .findFirst()
                .orElse(version.triggers().get(0));
    }

    @Override
    public void settled(Present present) {
        turn.causedBy(Turn.last(present));
        boolean again = true;
        while (again) {
            again = segments(present);
            again |= released(present);
            again |= ruleWaits(present);
            again |= due(present);
            again |= entries(present);
        }
    }

    /** Each segment counts once at an instant: what is entered is not left at it again. */
    private boolean segments(Present present) {
        boolean any = false;
        for (SegmentChange change : present.changes()) {
            if (changedSegments.add(change.segment())) {
                any = true;
                toTrigger.add(change);
                runs.campaignsInProgress().stream()
                        .sorted()
                        .flatMap(campaign -> runs.runsOf(campaign).stream())
                        .filter(run -> run.enteredAt < present.now() && endsBy(run, change))
                        .forEach(run -> walk.exit(run, ExitReason.EXIT_CONDITION, present));
            }
        }
        return any;
    }

    private boolean endsBy(Run run, SegmentChange change) {
        return campaigns.versionOf(run).settings().exitConditions().stream()
                .anyMatch(condition -> condition instanceof ExitCondition.OnSegment segment
                        && segment.entry() == change.entered()
                        && segment.segment().equals(change.segment()));
    }

    /** Runs that were held, and runs that the gate lets through. */
    private boolean released(Present present) {
        List<String> active = List.copyOf(resumed);
        resumed.clear();
        for (String campaign : active) {
            for (Run run : runs.runsOf(campaign)) {
                if (run.isHeld()) {
                    walk.resume(run, present);
                }
            }
        }
        boolean any = !active.isEmpty();
        for (CampaignWord word : List.copyOf(deferred)) {
            if (word instanceof CampaignWord.SlotGranted slot) {
                deferred.remove(word);
                any = true;
                granted(slot, present);
            }
        }
        return any;
    }

    private void granted(CampaignWord.SlotGranted slot, Present present) {
        Run run = runs.run(slot.campaign(), slot.run());
        boolean used = run != null && run.stay == Run.Stay.NEEDS_SLOT && walk.granted(run, present);
        if (!used) {
            turn.tell(new CampaignOutput.SlotUnused(present.now(), slot.campaign(), slot.run(), slot.grantedAt()));
        }
    }

    private boolean ruleWaits(Present present) {
        boolean any = false;
        if (present.takeChanged()) {
            for (ContactRuns.Spot spot : runs.ruleWaits()) {
                for (Run run : runs.runsAt(spot.campaign(), spot.version(), spot.node())) {
                    if (!run.isHeld() && walk.isMet(run, present)) {
                        walk.release(run, Node.Wait.MET, present);
                        any = true;
                    }
                }
            }
        }
        return any;
    }

    private boolean due(Present present) {
        boolean any = false;
        for (Run run = runs.due(present.now()); run != null; run = runs.due(present.now())) {
            walk.due(run, present);
            any = true;
        }
        return any;
    }

    private boolean entries(Present present) {
        boolean any = false;
        for (CampaignWord word : List.copyOf(deferred)) {
            if (word instanceof CampaignWord.ScheduleDue due) {
                any |= scheduled(due, present);
            } else if (word instanceof CampaignWord.EnrollMembers members) {
                any |= members(members, present);
            }
        }
        deferred.clear();
        List<SegmentChange> changes = List.copyOf(toTrigger);
        toTrigger.clear();
        for (SegmentChange change : changes) {
            any |= triggered(change, present);
        }
        return any;
    }

    private boolean scheduled(CampaignWord.ScheduleDue due, Present present) {
        CompiledVersion version = campaigns.current(due.campaign());
        if (version == null
                || !(version.graph().node(due.trigger()).orElse(null) instanceof Node.Trigger trigger)
                || !(trigger.on() instanceof TriggerOn.Scheduled on)
                || !present.contact().isIn(on.segment())) {
            return false;
        }
        Entering.Cause cause = new Entering.Cause("scheduled:" + trigger.id() + "@" + present.now(), null);
        return entering.enter(version, trigger, cause, present) == null;
    }

    /** Whoever comes in at this very instant is not among those who were in. */
    private boolean members(CampaignWord.EnrollMembers members, Present present) {
        CompiledVersion version = campaigns.current(members.campaign());
        boolean any = false;
        if (version != null) {
            for (Node.Trigger trigger : version.triggers()) {
                String segment = trigger.on() instanceof TriggerOn.SegmentEntry entry
                        ? entry.segment()
                        : trigger.on() instanceof TriggerOn.Scheduled scheduled ? scheduled.segment() : null;
                if (segment != null && present.contact().isIn(segment) && !changedSegments.contains(segment)) {
                    Entering.Cause cause = new Entering.Cause("member:" + trigger.id() + "@" + present.now(), null);
                    any |= entering.enter(version, trigger, cause, present) == null;
                }
            }
        }
        return any;
    }

    /** Only what events, calls and time do to memberships triggers, and no event that is too old. */
    private boolean triggered(SegmentChange change, Present present) {
        boolean counts =
                change.cause() == Cause.EVENT || change.cause() == Cause.LATE_EVENT || change.cause() == Cause.EXPIRY;
        boolean any = false;
        if (counts) {
            for (CompiledCampaigns.SegmentTrigger found :
                    campaigns.segmentTriggers(change.segment(), change.entered())) {
                CompiledVersion version = found.version();
                long age = present.now() - change.happenedAt();
                if (age <= version.settings().maxEventAge().millis()) {
                    String text = (change.entered() ? "entry:" : "exit:") + change.segment() + "@" + present.now();
                    any |= enter(version, found.trigger().id(), new Entering.Cause(text, null), present);
                }
            }
        }
        return any;
    }

    @Override
    public void ended(Present present) {
        for (String campaign : runs.pasts.keySet()) {
            runs.runsOf(campaign).forEach(run -> walk.exit(run, ExitReason.DELETED, present));
        }
        runs.forget();
    }
}
