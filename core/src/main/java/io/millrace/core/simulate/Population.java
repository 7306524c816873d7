package io.millrace.core.simulate;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.audience.ContactAction;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.Input;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.LeafProjection;
import io.millrace.core.audience.SegmentTransition;
import io.millrace.core.campaign.engine.CampaignEngine;
import io.millrace.core.campaign.engine.CampaignHandOver;
import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.CampaignStep;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.campaign.engine.Campaigns;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.event.Person;
import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All contacts of a simulation and the engine that judges them. What happens at one instant is collected and judged at
 * its end, each contact in one step; only a contact that joins another is judged on the way. What is told of an instant
 * is the difference between before and after. Used by one thread.
 */
final class Population {

    private final Timeline timeline;
    private final Budget budget;
    private final Set<SimulatedContact> existing = new LinkedHashSet<>();
    private final Set<SimulatedContact> touched = new LinkedHashSet<>();
    private final Map<SimulatedContact, List<SegmentTransition>> changes = new LinkedHashMap<>();
    private final @Nullable SimulatedCampaign campaign;
    private CampaignEngine engine;

    /** @param campaign null if the scenario has none */
    Population(AudienceRules rules, Timeline timeline, Budget budget, @Nullable SimulatedCampaign campaign) {
        this.campaign = campaign;
        this.engine = engine(rules, 0);
        this.timeline = timeline;
        this.budget = budget;
    }

    private CampaignEngine engine(AudienceRules rules, long now) {
        return new CampaignEngine(rules, campaigns(now));
    }

    private Campaigns campaigns(long now) {
        return campaign == null ? Campaigns.NONE : campaign.inForce(now);
    }

    /** The campaign begins its life; what stands already is no change for anybody. */
    void campaignBegins(AudienceRules rules, long now) {
        engine = engine(rules, now);
    }

    /** A contact that is not there yet: its first event or action begins it. */
    SimulatedContact unborn(Person root) {
        return new SimulatedContact(root, ContactState.unborn(root));
    }

    /**
     * Every contact is judged by these rules from now on, and first of all at this instant.
     *
     * @param added the conditions in them that are new: they are told all of a contact's past, before what happens now
     */
    void judgeBy(AudienceRules rules, Map<LeafKey, Rule> added, long now) {
        engine = engine.followedBy(rules, campaigns(now));
        Map<LeafKey, LeafProjection> projections = new LinkedHashMap<>();
        added.forEach((key, leaf) -> projections.put(key, LeafProjection.of(leaf)));
        for (SimulatedContact contact : existing) {
            budget.checkTime();
            projections.forEach((key, projection) -> tellPast(contact, key, projection, now));
        }
        touched.addAll(existing);
    }

    private static void tellPast(SimulatedContact contact, LeafKey key, LeafProjection projection, long now) {
        List<LeafEvent> past = contact.events.stream()
                .flatMap(event -> projection.project(event).stream())
                .toList();
        if (!past.isEmpty()) {
            contact.inputs.add(new Input.Seed(key, "before " + now, past));
        }
    }

    void happened(SimulatedContact contact, ScenarioEvent event) {
        begin(contact);
        contact.events.add(event);
        contact.inputs.add(new Input.Event(event));
    }

    void changed(SimulatedContact contact, ContactAction action, Arrival arrival) {
        begin(contact);
        contact.inputs.add(new Input.Action(action, arrival, ""));
    }

    /** A word to the runs of a contact that is there. */
    void told(SimulatedContact contact, CampaignWord word, Arrival arrival) {
        begin(contact);
        contact.inputs.add(new Input.ToFollower(word, arrival));
    }

    /** The same word to everybody who is there. */
    void toldToAll(CampaignWord word, Arrival arrival) {
        List.copyOf(existing).forEach(contact -> told(contact, word, arrival));
    }

    /** Where runs wait, in order of contact, then node. */
    List<CampaignOutcome.Wait> waiting(Map<String, Long> turns) {
        List<CampaignOutcome.Wait> waits = new ArrayList<>();
        for (SimulatedContact contact : existing) {
            for (ContactRuns.Waiting waiting : contact.runs.waiting()) {
                long until =
                        waiting.forSlot() ? turns.getOrDefault(waiting.run(), SimulatedContact.NEVER) : waiting.until();
                waits.add(new CampaignOutcome.Wait(
                        contact.name(),
                        waiting.node(),
                        until == SimulatedContact.NEVER ? OptionalLong.empty() : OptionalLong.of(until)));
            }
        }
        waits.sort(Comparator.comparing(CampaignOutcome.Wait::contact, CodePointOrder.INSTANCE)
                .thenComparing(CampaignOutcome.Wait::node, CodePointOrder.INSTANCE)
                .thenComparingLong(wait -> wait.until().orElse(SimulatedContact.NEVER)));
        return waits;
    }

    Set<SimulatedContact> existing() {
        return existing;
    }

    /** The contact leaves everything; whatever comes later of its ids begins an empty one. */
    void deleted(SimulatedContact contact, Arrival arrival) {
        if (!contact.exists) {
            return;
        }
        contact.inputs.add(new Input.Action(new ContactAction.Delete(), arrival, ""));
        step(contact, arrival.millis());
        contact.events.clear();
        contact.handKept.clear();
        contact.exists = false;
        touched.add(contact);
        existing.remove(contact);
    }

    /** The past of one contact becomes the other's; the source is judged to the end of its own first. */
    void joined(Identity.Joining joining, Arrival arrival) {
        SimulatedContact source = joining.source();
        SimulatedContact target = joining.target();
        if (source.exists) {
            CampaignHandOver handed = engine.handOver(source.state, source.runs, arrival.millis(), source.inputs);
            source.inputs.clear();
            told(source, handed.outputs());
            changes.computeIfAbsent(source, unchanged -> new ArrayList<>())
                    .addAll(handed.contact().transitions());
            begin(target);
            target.inputs.add(new Input.Absorb(handed.contact().moved(), joining.resolution(), arrival));
            target.inputs.add(new Input.ToFollower(new CampaignWord.Absorb(handed.moved(), source.name()), arrival));
            source.runs = ContactRuns.none();
            target.handKept.addAll(source.handKept);
            target.events.addAll(source.events);
        }
        source.exists = false;
        existing.remove(source);
        touched.remove(source);
        timeline.wake(source, SimulatedContact.NEVER);
    }

    /** A contact that was not there before a merge names it enters what it enters by the merge. */
    void begunByMerge(SimulatedContact target, Arrival arrival) {
        if (!target.exists) {
            begin(target);
            ContactState nothing = ContactState.unborn(target.root);
            target.inputs.add(new Input.Absorb(nothing, ConflictResolution.PREFER_TARGET, arrival));
        }
    }

    /** Who is in a hand-kept segment now, the actions of this instant included. */
    List<SimulatedContact> keptByHandIn(String segment) {
        return existing.stream()
                .filter(contact -> contact.handKept.contains(segment))
                .toList();
    }

    private void begin(SimulatedContact contact) {
        contact.exists = true;
        existing.add(contact);
        touched.add(contact);
    }

    /** Ends the instant: judges everybody whom it touches, and tells what is different from before it. */
    List<Change> settle(long now) {
        touched.addAll(timeline.dueAt(now));
        for (SimulatedContact contact : touched) {
            budget.checkTime();
            step(contact, now);
        }
        touched.clear();
        grantSlots(now);
        List<Change> different = new ArrayList<>();
        changes.forEach((contact, transitions) -> different.addAll(difference(contact, transitions, now)));
        changes.clear();
        return different;
    }

    /** Slots are shared out when all runs of the instant are where they wait. */
    private void grantSlots(long now) {
        if (campaign == null) {
            return;
        }
        for (SimulatedCampaign.Granted granted = campaign.grant(now); granted != null; granted = campaign.grant(now)) {
            budget.checkTime();
            CampaignWord word = new CampaignWord.SlotGranted(CampaignPlan.ID, granted.run(), now);
            granted.contact().inputs.add(new Input.ToFollower(word, new Arrival(now, Long.MAX_VALUE)));
            step(granted.contact(), now);
        }
    }

    private void step(SimulatedContact contact, long now) {
        CampaignStep result = engine.step(contact.state, contact.runs, now, contact.inputs);
        contact.inputs.clear();
        changes.computeIfAbsent(contact, unchanged -> new ArrayList<>())
                .addAll(result.contact().transitions());
        told(contact, result.outputs());
        timeline.wake(contact, result.nextWake().orElse(SimulatedContact.NEVER));
    }

    private void told(SimulatedContact contact, List<CampaignOutput> outputs) {
        if (campaign != null) {
            outputs.forEach(output -> campaign.take(contact, output));
        }
    }

    /** Nothing is entered and left at one instant, however often it was judged on the way. */
    private static List<Change> difference(SimulatedContact contact, List<SegmentTransition> transitions, long now) {
        Map<String, SegmentTransition> last = new LinkedHashMap<>();
        transitions.forEach(transition -> last.put(transition.segment(), transition));
        List<Change> different = new ArrayList<>();
        last.forEach((segment, transition) -> {
            boolean entered = transition.entered();
            if (entered ? contact.memberships.add(segment) : contact.memberships.remove(segment)) {
                different.add(new Change(contact.root, segment, entered, now, transition.cause()));
            }
        });
        return different;
    }
}
