package io.millrace.flink.audience.identity;

import io.millrace.core.audience.Arrival;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Notes that wait until the engine's time has reached them, in order of arrival. Used by one thread. */
final class ArrivalQueue {

    private static final Comparator<Note> BY_ARRIVAL = Comparator.comparingLong(Note::appendMillis)
            .thenComparingInt(Note::partition)
            .thenComparingLong(Note::offset)
            .thenComparing(Note::kind);

    private final PriorityQueue<Note> notes = new PriorityQueue<>(BY_ARRIVAL);

    void add(Note note) {
        notes.add(note);
    }

    /** The next one that arrived at this instant or before; null if there is none. */
    @Nullable
    Note pollUntil(long millis) {
        Note first = notes.peek();
        return first == null || first.appendMillis() > millis ? null : notes.poll();
    }

    /** The next one that arrived then or before; null if there is none. */
    @Nullable
    Note pollUntil(Arrival arrival) {
        Note first = notes.peek();
        return first == null || first.arrival().compareTo(arrival) > 0 ? null : notes.poll();
    }

    /** All that wait, in no order. */
    Collection<Note> all() {
        return notes;
    }
}
