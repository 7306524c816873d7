package io.millrace.core.simulate;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.engine.CampaignGate;
import io.millrace.core.campaign.engine.CampaignInForce;
import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.campaign.engine.Campaigns;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.core.campaign.engine.GateState;
import io.millrace.core.campaign.engine.RunIds;
import io.millrace.core.campaign.engine.SlotRequest;
import io.millrace.core.campaign.engine.TriggerSchedule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scenario's campaign in memory: its life, its gate, its schedule, and what is told of it. Used by one thread; instants
 * are epoch milliseconds.
 */
final class SimulatedCampaign {

    /** The workspace in ids of sends. */
    private static final String WORKSPACE = "simulation";

    private final ZoneId zone;
    private final GateState gate = new GateState();
    private final Map<String, Waiting> waitingForSlot = new HashMap<>();
    private final CampaignDiary diary = new CampaignDiary();
    private final Budget budget;
    private CampaignInForce campaign;
    private CampaignStatus first;
    private long epoch = 1;
    private int tests;
    private boolean enrollsMembers;
    private boolean activated;

    private record Waiting(SimulatedContact contact, SlotRequest request) {}

    SimulatedCampaign(CampaignPlan plan, ZoneId zone, Budget budget) {
        this.zone = zone;
        this.budget = budget;
        this.first = plan.active() ? CampaignStatus.ACTIVE : CampaignStatus.DRAFT;
        this.campaign =
                new CampaignInForce(CampaignPlan.ID, CampaignStatus.DRAFT, new TreeMap<>(Map.of(1L, plan.campaign())));
    }

    /** What stood before anything happened has triggered nothing; from now on the campaign is what it begins as. */
    void begin() {
        campaign = campaign.with(first);
        activated = first == CampaignStatus.ACTIVE;
        epoch++;
    }

    Campaigns inForce(long now) {
        return new Campaigns(WORKSPACE, epoch, now, List.of(campaign));
    }

    long epoch() {
        return epoch;
    }

    CampaignDiary diary() {
        return diary;
    }

    /** Does what the action says, or says why not. What is so already is no change, and none that is refused. */
    Optional<String> move(CampaignAction.Move action) {
        CampaignStatus status = campaign.status();
        CampaignStatus wanted =
                switch (action.to()) {
                    case ACTIVATE, RESUME -> CampaignStatus.ACTIVE;
                    case PAUSE -> CampaignStatus.PAUSED;
                    case COMPLETE -> CampaignStatus.COMPLETED;
                };
        boolean starts = action.to() == CampaignAction.Move.To.ACTIVATE;
        if (status == wanted) {
            return Optional.empty();
        }
        if (status == CampaignStatus.COMPLETED || status == CampaignStatus.DRAFT && !starts) {
            return Optional.of(
                    "the campaign is " + (status == CampaignStatus.DRAFT ? "not activated yet" : "completed"));
        }
        activated |= status == CampaignStatus.DRAFT;
        campaign = campaign.with(wanted);
        epoch++;
        enrollsMembers |= wanted == CampaignStatus.ACTIVE && action.enrollExisting();
        return Optional.empty();
    }

    /** Whether members of the trigger's segment are to enter at this instant; asked once. */
    boolean takeEnrollsMembers() {
        boolean enrolls = enrollsMembers && campaign.status() == CampaignStatus.ACTIVE;
        enrollsMembers = false;
        return enrolls;
    }

    Optional<String> edit(Campaign version) {
        if (campaign.status() == CampaignStatus.COMPLETED) {
            return Optional.of("the campaign is completed");
        }
        campaign = campaign.edited(campaign.version() + 1, version);
        epoch++;
        return Optional.empty();
    }

    /** Why nobody can be enrolled; a paused campaign refuses each contact by itself. */
    Optional<String> refusesEnrollment() {
        return switch (campaign.status()) {
            case DRAFT -> Optional.of("the campaign is not activated yet");
            case COMPLETED -> Optional.of("the campaign is completed");
            case ACTIVE, PAUSED -> Optional.empty();
        };
    }

    Optional<String> test(CampaignAction.Test action) {
        Node node = campaign.current().graph().node(action.node()).orElse(null);
        if (!(node instanceof Node.Send send)) {
            return Optional.of("there is no send " + action.node());
        }
        tests++;
        String id = RunIds.send(WORKSPACE, "test", send.id(), tests);
        budget.answerCampaignEntry();
        diary.test(new CampaignOutcome.Message(
                action.at(), null, send.id(), send.channel(), send.template(), id, action.to()));
        return Optional.empty();
    }

    void take(SimulatedContact contact, CampaignOutput output) {
        if (output.accept(diary)) {
            budget.answerCampaignEntry();
        }
        if (output instanceof CampaignOutput.SlotNeeded needed) {
            SlotRequest request = new SlotRequest(
                    needed.at(), needed.run().contact(), needed.run().run());
            waitingForSlot.put(request.run(), new Waiting(contact, request));
            CampaignGate.request(gate, request);
        } else if (output instanceof CampaignOutput.SlotUnused unused) {
            CampaignGate.giveBack(gate, unused.grantedAt());
        } else if (output instanceof CampaignOutput.Exited exited) {
            Waiting waiting = waitingForSlot.remove(exited.run().run());
            if (waiting != null) {
                CampaignGate.withdraw(gate, waiting.request());
            }
        }
    }

    /** A run that has a slot now, and whose it is. */
    record Granted(SimulatedContact contact, String run) {}

    /** Null if no slot can be granted at this instant. */
    @Nullable
    Granted grant(long now) {
        SlotRequest granted =
                campaign.status() == CampaignStatus.ACTIVE ? CampaignGate.grant(gate, limits(), now) : null;
        Waiting waiting = granted == null ? null : waitingForSlot.remove(granted.run());
        return waiting == null
                ? null
                : new Granted(waiting.contact().standing(), waiting.request().run());
    }

    private GateLimits limits() {
        return GateLimits.of(campaign.current().settings(), zone);
    }

    /** The next instant after now at which it acts by itself; {@link SimulatedContact#NEVER} if there is none. */
    long next(long now) {
        if (campaign.status() != CampaignStatus.ACTIVE) {
            return SimulatedContact.NEVER;
        }
        long slot = CampaignGate.nextSlot(gate, limits(), now).orElse(SimulatedContact.NEVER);
        return Math.min(slot, TriggerSchedule.next(campaign.current().graph(), zone, now));
    }

    /** The triggers that fire now: those of this instant, and at activation those that name none. */
    List<String> scheduledAt(long now) {
        if (campaign.status() != CampaignStatus.ACTIVE) {
            return List.of();
        }
        List<String> due = new ArrayList<>(TriggerSchedule.at(campaign.current().graph(), zone, now));
        if (activated) {
            due.addAll(TriggerSchedule.atActivation(campaign.current().graph()));
        }
        activated = false;
        return due;
    }

    /** When runs that wait at the gate have their turn, by run; unknown while the campaign is paused. */
    Map<String, Long> turns(long now) {
        return campaign.status() == CampaignStatus.ACTIVE ? CampaignGate.turns(gate, limits(), now) : Map.of();
    }
}
