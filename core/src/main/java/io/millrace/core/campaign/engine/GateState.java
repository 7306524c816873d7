package io.millrace.core.campaign.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;

/** Who waits at a campaign's gate, and what it has granted lately. Mutable, used by one thread; {@link CampaignGate} changes it. */
public final class GateState {

    final TreeSet<SlotRequest> queue = new TreeSet<>();

    /** When slots were granted, as far back as the rate reaches; in order. */
    final Deque<Long> recent = new ArrayDeque<>();

    /** The day whose slots are counted, in epoch milliseconds; the end is not in it. */
    long dayStart = Long.MIN_VALUE;

    long dayEnd = Long.MIN_VALUE;

    int usedToday;

    public GateState() {}

    private GateState(GateState other) {
        queue.addAll(other.queue);
        recent.addAll(other.recent);
        dayStart = other.dayStart;
        dayEnd = other.dayEnd;
        usedToday = other.usedToday;
    }

    /** An independent one that stands as this one does now. */
    public GateState copy() {
        return new GateState(this);
    }

    public int waiting() {
        return queue.size();
    }
}
