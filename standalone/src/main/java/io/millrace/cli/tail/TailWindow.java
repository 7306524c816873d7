package io.millrace.cli.tail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers which events of the last while were shown, second of arrival by second. Events become readable in another
 * order than they arrived, so seconds already shown are counted again for some time, and one with more events than were
 * seen is read again. Not thread-safe.
 */
final class TailWindow {

    /** How much later than a newer event an older one may become readable and still be shown. */
    static final Duration LAG = Duration.ofSeconds(30);

    /** Arrival clocks of partitions differ a little. */
    private static final long SPREAD_SECONDS = 5;

    private record Mark(long atMillis, long newestSecond) {}

    private final TreeMap<Long, Set<Position>> seen = new TreeMap<>();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long from;
    private long newest;

    /** @param startSecond events that arrived before it are not shown */
    TailWindow(long startSecond) {
        this.from = startSecond;
        this.newest = startSecond;
    }

    /** The first second that is still looked at. */
    long fromSecond() {
        return from;
    }

    /** The seconds that hold events not shown yet, given how many each holds now. */
    List<Long> unread(Map<Long, Long> counts) {
        List<Long> unread = new ArrayList<>();
        new TreeMap<>(counts).forEach((second, count) -> {
            if (second >= from && count > seen.getOrDefault(second, Set.of()).size()) {
                unread.add(second);
            }
        });
        return unread;
    }

    /** Whether this event is new; from now on it is not. */
    boolean show(Position position) {
        if (position.second() < from) {
            return false;
        }
        newest = Math.max(newest, position.second());
        return seen.computeIfAbsent(position.second(), second -> new HashSet<>())
                .add(position);
    }

    /** Lets go of what is older than any event that may still appear. */
    void moveOn(long nowMillis) {
        marks.addLast(new Mark(nowMillis, newest));
        Mark first = marks.getFirst();
        while (first != null && first.atMillis() <= nowMillis - LAG.toMillis()) {
            from = Math.max(from, first.newestSecond() - SPREAD_SECONDS);
            marks.removeFirst();
            first = marks.peekFirst();
        }
        seen.headMap(from).clear();
    }
}
