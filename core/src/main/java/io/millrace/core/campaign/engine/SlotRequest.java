package io.millrace.core.campaign.engine;

import java.util.Comparator;

/**
 * A run that waits at a send for a slot.
 *
 * @param dueAt since when, in epoch milliseconds
 */
public record SlotRequest(long dueAt, String contact, String run) implements Comparable<SlotRequest> {

    private static final Comparator<SlotRequest> TURN = Comparator.comparingLong(SlotRequest::dueAt)
            .thenComparing(SlotRequest::contact)
            .thenComparing(SlotRequest::run);

    @Override
    public int compareTo(SlotRequest other) {
        return TURN.compare(this, other);
    }
}
