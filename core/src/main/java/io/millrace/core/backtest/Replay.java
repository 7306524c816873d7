package io.millrace.core.backtest;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.Input;
import io.millrace.core.campaign.CampaignSettings.QuietHours;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.engine.CampaignEngine;
import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.CampaignStep;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.campaign.engine.SlotRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leads one contact at a time through its instants, as the simulation leads all of them at once: at each instant first what
 * arrived, then what everybody is told, then what falls due. Instants are epoch milliseconds. Used by one thread.
 */
final class Replay {

    private final BacktestPlan plan;
    private final CampaignEngine draft;
    private final CampaignEngine active;
    private final Appointments appointments;
    private final Days days;
    private final boolean holds;
    private boolean slotUsed;

    Replay(BacktestPlan plan, Days days) {
        this.plan = plan;
        this.draft = new CampaignEngine(plan.rules(), plan.draft());
        this.active = draft.followedBy(plan.rules(), plan.active());
        this.appointments = new Appointments(plan);
        this.days = days;
        QuietHours quiet = plan.content().settings().quietHours();
        this.holds = quiet != null && quiet.mode() == QuietHours.Mode.HOLD;
    }

    /** The next instant at which anything happens to the contact; after the range if nothing does in it. */
    long next(ReplayedContact contact) {
        long row = contact.rows.instant();
        if (!contact.state.exists()) {
            return row;
        }
        if (contact.appointment == 0) {
            return Math.min(row, plan.from());
        }
        return Math.min(Math.min(row, contact.nextWake), appointment(contact));
    }

    private long appointment(ReplayedContact contact) {
        return contact.appointment < appointments.count()
                ? appointments.get(contact.appointment).at()
                : ReplayedContact.NEVER;
    }

    /** Does what happens at an instant that {@link #next} named. */
    void run(ReplayedContact contact, long now) throws IOException {
        boolean existed = contact.state.exists();
        if (existed && contact.appointment == 0 && now >= plan.from() && contact.nextWake < plan.from()) {
            // What falls due before the activation triggers nothing.
            step(contact, plan.from() - 1, List.of());
        }
        while (appointment(contact) < now) {
            contact.appointment++;
        }
        List<Input> inputs = new ArrayList<>();
        boolean appointed = appointment(contact) == now;
        if (appointed && existed) {
            tell(appointments.get(contact.appointment).toFormer(), new Arrival(now, 0), inputs);
        }
        takeRows(contact, now, inputs);
        if (appointed) {
            tell(appointments.get(contact.appointment).toAll(), new Arrival(now, Long.MAX_VALUE), inputs);
            contact.appointment++;
        }
        step(contact, now, inputs);
    }

    private static void tell(List<CampaignWord> words, Arrival arrival, List<Input> inputs) {
        words.forEach(word -> inputs.add(new Input.ToFollower(word, arrival)));
    }

    private void takeRows(ReplayedContact contact, long now, List<Input> inputs) throws IOException {
        while (contact.rows.instant() == now) {
            HistoryRow row = contact.rows.take();
            if (row == null) {
                return;
            }
            if (row.isMessageOfAnother(plan.campaign())) {
                contact.runs.sentBefore(row.timestamp());
            }
            Input input = row.input();
            if (input != null) {
                inputs.add(input);
            }
        }
    }

    /** Gives a run its slot; whether it was used. */
    boolean grant(ReplayedContact contact, SlotRequest request, long now) {
        contact.needed.remove(request.run());
        if (now > request.dueAt()) {
            days.waited(request.dueAt());
        }
        slotUsed = true;
        CampaignWord word = new CampaignWord.SlotGranted(plan.campaign(), request.run(), now);
        step(contact, now, List.of(new Input.ToFollower(word, new Arrival(now, Long.MAX_VALUE))));
        return slotUsed;
    }

    private void step(ReplayedContact contact, long now, List<Input> inputs) {
        CampaignEngine engine = now < plan.from() ? draft : active;
        CampaignStep step = engine.step(contact.state, contact.runs, now, inputs);
        contact.nextWake = step.nextWake().orElse(ReplayedContact.NEVER);
        if (contact.nextWake <= now) {
            throw new IllegalStateException("the engine wants to be asked again at an instant that is over: "
                    + contact.nextWake + " of " + contact.state.person());
        }
        step.outputs().forEach(output -> take(contact, output));
        if (holds) {
            noteHolds(contact, now);
        }
    }

    private void take(ReplayedContact contact, CampaignOutput output) {
        days.count(output);
        if (output instanceof CampaignOutput.SlotNeeded needed) {
            String run = needed.run().run();
            contact.needed.put(run, new SlotRequest(needed.at(), needed.run().contact(), run));
        } else if (output instanceof CampaignOutput.SlotUnused) {
            slotUsed = false;
        } else if (output instanceof CampaignOutput.Exited exited) {
            SlotRequest withdrawn = contact.needed.remove(exited.run().run());
            if (withdrawn != null && exited.at() > withdrawn.dueAt()) {
                days.waited(withdrawn.dueAt());
            }
        }
    }

    /** A run that stands at a send and waits, but not for a slot, waits for the end of quiet hours. */
    private void noteHolds(ReplayedContact contact, long now) {
        if (!contact.runs.inProgress()) {
            contact.held.clear();
            return;
        }
        Map<String, Long> held = new HashMap<>();
        for (ContactRuns.Waiting waiting : contact.runs.waiting()) {
            Node node = plan.content().graph().node(waiting.node()).orElse(null);
            if (node instanceof Node.Send && !waiting.forSlot()) {
                held.put(waiting.run(), waiting.until());
                Long before = contact.held.get(waiting.run());
                if (before == null || before != waiting.until()) {
                    days.held(now);
                }
            }
        }
        contact.held.clear();
        contact.held.putAll(held);
    }
}
