package io.millrace.cli.tail;

import java.util.Comparator;

/** Where an event arrived; the order of positions is the order of arrival. */
record Position(long receivedMillis, int partition, long offset) implements Comparable<Position> {

    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::receivedMillis)
            .thenComparingInt(Position::partition)
            .thenComparingLong(Position::offset);

    long second() {
        return Math.floorDiv(receivedMillis, 1000L);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
