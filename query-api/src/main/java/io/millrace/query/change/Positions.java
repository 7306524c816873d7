package io.millrace.query.change;

import io.millrace.streams.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A place on the stream of changes: for each partition of the topic the offset of the next record. As text it is the id of
 * a server-sent event, and whoever comes back with it misses nothing and gets nothing twice.
 */
record Positions(List<Long> next) {

    static final int PARTITIONS = Topics.all().stream()
            .filter(topic -> topic.name().equals(Topics.SEGMENT_CHANGES))
            .mapToInt(Topics.Spec::partitions)
            .sum();

    private static final int RADIX = 36;

    Positions {
        next = List.copyOf(next);
        if (next.size() != PARTITIONS || next.stream().anyMatch(offset -> offset < 0)) {
            throw new IllegalArgumentException("a place has " + PARTITIONS + " offsets, found " + next);
        }
    }

    long of(int partition) {
        return next.get(partition);
    }

    /** The place behind a record. */
    Positions past(int partition, long offset) {
        List<Long> moved = new ArrayList<>(next);
        moved.set(partition, offset + 1);
        return new Positions(moved);
    }

    /** In each partition the later of both. */
    Positions or(Positions other) {
        List<Long> later = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            later.add(Math.max(of(partition), other.of(partition)));
        }
        return new Positions(later);
    }

    /** In each partition the earlier of both. */
    Positions and(Positions other) {
        List<Long> earlier = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            earlier.add(Math.min(of(partition), other.of(partition)));
        }
        return new Positions(earlier);
    }

    /** Whether every record before the other place is before this one too. */
    boolean reaches(Positions other) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (of(partition) < other.of(partition)) {
                return false;
            }
        }
        return true;
    }

    static Optional<Positions> parse(String text) {
        try {
            List<Long> offsets = new ArrayList<>();
            for (String part : text.split("\\.", -1)) {
                offsets.add(Long.parseLong(part, RADIX));
            }
            return Optional.of(new Positions(offsets));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return next.stream().map(offset -> Long.toString(offset, RADIX)).collect(Collectors.joining("."));
    }
}
