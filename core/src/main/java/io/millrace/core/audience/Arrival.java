package io.millrace.core.audience;

import java.util.Comparator;

/**
 * When something arrived: engine time, and what orders equal instants.
 *
 * @param millis the broker's append time
 * @param sequence orders arrivals of one instant; live: partition and offset, see {@link #of}
 */
public record Arrival(long millis, long sequence) implements Comparable<Arrival> {

    private static final int OFFSET_BITS = 48;

    /** By partition, then offset: the order in which every job and every query sees records of one instant. */
    public static Arrival of(long millis, int partition, long offset) {
        return new Arrival(millis, ((long) partition << OFFSET_BITS) | offset);
    }

    @Override
    public int compareTo(Arrival other) {
        return Comparator.comparingLong(Arrival::millis)
                .thenComparingLong(Arrival::sequence)
                .compare(this, other);
    }
}
