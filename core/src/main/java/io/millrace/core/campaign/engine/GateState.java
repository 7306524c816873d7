package io.millrace.core.campaign.engine;

import java.util.TreeSet;

/**
 * A gate in memory: who waits at it, and what it has granted lately. Mutable, used by one thread; {@link CampaignGate}
 * changes it.
 */
public final class GateState {

    final TreeSet<SlotRequest> queue = new TreeSet<>();
    final GateCounters counters;

    public GateState() {
        this(new GateCounters());
    }

    private GateState(GateCounters counters) {
        this.counters = counters;
    }

    /** An independent one that stands as this one does now. */
    public GateState copy() {
        GateState copy = new GateState(counters.copy());
        copy.queue.addAll(queue);
        return copy;
    }

    public int waiting() {
        return queue.size();
    }
}
