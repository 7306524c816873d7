package io.millrace.cli.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of positions that consists of few ranges. Not thread-safe. */
final class Ranges {

    /** Positions from one to another, both included. */
    record Range(long first, long last) {
        Range {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("no range: " + first + " to " + last);
            }
        }
    }

    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    void add(long first, long last) {
        Range added = new Range(first, last);
        long from = added.first();
        long to = added.last();
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(from);
        if (before != null && before.getValue() >= from - 1) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        Map.Entry<Long, Long> after = lastByFirst.ceilingEntry(from);
        while (after != null && after.getKey() <= to + 1) {
            to = Math.max(to, after.getValue());
            lastByFirst.remove(after.getKey());
            after = lastByFirst.ceilingEntry(from);
        }
        lastByFirst.put(from, to);
    }

    boolean contains(long position) {
        Map.Entry<Long, Long> range = lastByFirst.floorEntry(position);
        return range != null && range.getValue() >= position;
    }

    /** How many positions are in it. */
    long size() {
        return lastByFirst.entrySet().stream()
                .mapToLong(range -> range.getValue() - range.getKey() + 1)
                .sum();
    }

    List<Range> ranges() {
        List<Range> ranges = new ArrayList<>();
        lastByFirst.forEach((first, last) -> ranges.add(new Range(first, last)));
        return ranges;
    }
}
