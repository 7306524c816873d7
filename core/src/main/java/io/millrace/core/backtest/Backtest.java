package io.millrace.core.backtest;

import io.millrace.core.audience.ContactState;
import io.millrace.core.campaign.engine.CampaignGate;
import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.campaign.engine.GateCounters;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.core.campaign.engine.SlotRequest;
import io.millrace.core.event.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Runs a campaign over stored history, contact after contact. A contact runs to the end by itself unless a run of it needs
 * a slot of the campaign's gate: from there on it waits on disk, and when all contacts have come, the gate grants its slots
 * in their order. A waiting contact is led on only when the first of its requests is the first of all; nothing that it
 * does before can be of any consequence for others. What comes out is what the simulation tells of the same history, of
 * which memory holds one contact and, for each that waits, the first of its requests. Used by one thread.
 */
public final class Backtest implements AutoCloseable {

    /**
     * How much a backtest may need.
     *
     * @param folder for the contacts that wait
     * @param waitingMax how many may wait at once; each needs about 200 bytes of memory
     * @param diskBytesMax how much they may take on disk
     */
    public record Limits(Path folder, int waitingMax, long diskBytesMax) {}

    /** Is told how far it is, and may end it with an exception; called very often. */
    public interface Pulse {
        /** While contacts come. */
        void contacts();

        /** While the gate grants slots: up to which instant, in epoch milliseconds. */
        void slots(long instant);
    }

    /** The first request of a contact, and where that waits. */
    private record Waiting(SlotRequest first, long place) {}

    private final BacktestPlan plan;
    private final Limits limits;
    private final Pulse pulse;
    private final Days days;
    private final Replay replay;
    private final WaitingContacts file;
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>(Comparator.comparing(Waiting::first));
    private final GateCounters counters = new GateCounters();
    private long contacts;
    private long waitingRuns;

    public Backtest(BacktestPlan plan, Limits limits, Pulse pulse) throws IOException {
        this(plan, limits, pulse, counted -> {});
    }

    /** @param told of each thing that is counted: entries, sends, skips, calls, conversions and exits */
    Backtest(BacktestPlan plan, Limits limits, Pulse pulse, Consumer<CampaignOutput> told) throws IOException {
        this.plan = plan;
        this.limits = limits;
        this.pulse = pulse;
        this.days = new Days(plan, told);
        this.replay = new Replay(plan, days);
        this.file = new WaitingContacts(limits.folder(), limits.diskBytesMax());
    }

    /**
     * The next contact; what of its rows arrived after the range is passed over.
     *
     * @param root who stands for it: by its id buckets and runs are made
     * @throws BacktestLimitException if too many contacts wait
     */
    public void contact(Person root, HistoryRows rows) throws IOException {
        ReplayedContact contact =
                new ReplayedContact(ContactState.unborn(root), ContactRuns.none(), new Rows(inRange(rows)));
        contacts++;
        runAhead(contact);
        if (!contact.waitsForSlot()) {
            over(contact);
            return;
        }
        if (queue.size() >= limits.waitingMax()) {
            throw new BacktestLimitException(
                    "waiting", limits.waitingMax() + " contacts that wait at once for their turn to be sent to");
        }
        queue.add(new Waiting(contact.firstNeeded(), file.put(contact)));
    }

    private HistoryRows inRange(HistoryRows rows) {
        return () -> {
            HistoryRow row = rows.next();
            return row == null || row.arrival().millis() > plan.to() ? null : row;
        };
    }

    /** To be called once, when there are no more contacts. */
    public BacktestResult finish() throws IOException {
        GateLimits shared = GateLimits.of(plan.content().settings(), plan.zone());
        long now = plan.from();
        while (!queue.isEmpty()) {
            long slot = CampaignGate.free(
                    counters, shared, Math.max(now, queue.element().first().dueAt()));
            if (slot > plan.to()) {
                break;
            }
            now = slot;
            pulse.slots(now);
            grant(queue.remove(), shared, now);
        }
        for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            pulse.slots(plan.to());
            ReplayedContact contact = file.fetch(waiting.place()).contact();
            runThrough(contact, plan.to());
            contact.needed.values().forEach(request -> days.waited(request.dueAt()));
            over(contact);
        }
        return days.result(contacts, waitingRuns);
    }

    private void grant(Waiting waiting, GateLimits shared, long now) throws IOException {
        WaitingContacts.Fetched fetched = file.fetch(waiting.place());
        ReplayedContact contact = fetched.contact();
        runThrough(contact, now);
        SlotRequest request = waiting.first();
        if (request.equals(contact.needed.get(request.run()))) {
            CampaignGate.take(counters, shared, now);
            if (!replay.grant(contact, request, now)) {
                CampaignGate.giveBack(counters, now);
            }
        }
        runAhead(contact);
        if (contact.waitsForSlot()) {
            queue.add(new Waiting(contact.firstNeeded(), file.putBack(fetched)));
        } else {
            over(contact);
        }
    }

    /** Until a run needs a slot, or the range is over. */
    private void runAhead(ReplayedContact contact) throws IOException {
        for (long next = replay.next(contact);
                next <= plan.to() && !contact.waitsForSlot();
                next = replay.next(contact)) {
            pulse.contacts();
            replay.run(contact, next);
        }
    }

    /** Up to an instant, this one included. */
    private void runThrough(ReplayedContact contact, long instant) throws IOException {
        for (long next = replay.next(contact); next <= instant; next = replay.next(contact)) {
            pulse.contacts();
            replay.run(contact, next);
        }
    }

    private void over(ReplayedContact contact) {
        waitingRuns += contact.runs.waiting().size();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
