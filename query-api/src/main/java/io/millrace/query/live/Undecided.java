package io.millrace.query.live;

import io.millrace.query.live.LiveEvent.Place;
import io.millrace.streams.Topics;
import io.millrace.streams.record.Decision;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings events and what was decided about them together; either may be read first. Holds a bounded number of both: of
 * events the oldest go first. Used by one thread.
 */
final class Undecided {

    private static final int EVENTS_MAX = 10_000;
    private static final int DECISIONS_MAX = 500_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Map<Place, Waiting> waiting = new LinkedHashMap<>();
    private final Map<Place, Decision> early = new LinkedHashMap<>();
    private final Map<Integer, Long> read = new LinkedHashMap<>();
    private long forgotten;

    private static final class Waiting {
        final LiveEvent event;
        final long sinceNanos;
        boolean shown;

        Waiting(LiveEvent event, long sinceNanos) {
            this.event = event;
            this.sinceNanos = sinceNanos;
        }
    }

    /** An event and what was decided about it. */
    record Decided(LiveEvent event, Decision decision) {}

    /** The events of a partition are read from this offset on; decisions about older ones are not kept. */
    void begin(int partition, long offset) {
        read.put(partition, offset);
    }

    /** Nobody wants this event. */
    void passed(int partition, long offset) {
        read.put(partition, offset + 1);
        early.remove(place(partition, offset));
    }

    /** Somebody wants this event; empty if it has to wait. */
    Optional<Decided> arrived(LiveEvent event, long nowNanos) {
        Place place = event.place();
        read.put(place.partition(), place.offset() + 1);
        Decision decision = early.remove(place);
        if (decision != null) {
            return Optional.of(new Decided(event, decision));
        }
        waiting.put(place, new Waiting(event, nowNanos));
        if (waiting.size() > EVENTS_MAX) {
            Iterator<Waiting> oldest = waiting.values().iterator();
            oldest.next();
            oldest.remove();
            forgotten++;
        }
        return Optional.empty();
    }

    /** Empty if nobody wants the event, or it has not been read yet. */
    Optional<Decided> decided(Decision decision) {
        Place place = place(decision.partition(), decision.offset());
        Waiting found = waiting.remove(place);
        if (found != null) {
            return Optional.of(new Decided(found.event, decision));
        }
        if (decision.offset() >= read.getOrDefault(decision.partition(), Long.MAX_VALUE)) {
            early.put(place, decision);
            if (early.size() > DECISIONS_MAX) {
                forgotten += early.size();
                early.clear();
            }
        }
        return Optional.empty();
    }

    /** Events that have waited for so long that people should see them; each is named once. */
    List<LiveEvent> overdue(long nowNanos) {
        List<LiveEvent> overdue = new ArrayList<>();
        for (Waiting one : waiting.values()) {
            if (nowNanos - one.sinceNanos < PATIENCE_NANOS) {
                break;
            }
            if (!one.shown) {
                one.shown = true;
                overdue.add(one.event);
            }
        }
        return overdue;
    }

    /** How many were forgotten since this was last asked. */
    long takeForgotten() {
        long taken = forgotten;
        forgotten = 0;
        return taken;
    }

    private static Place place(int partition, long offset) {
        return new Place(Topics.EVENTS, partition, offset);
    }
}
