package io.millrace.cli.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a sequence of events into batches well below ingest's limits: at most so many events and bytes, and no gap in the
 * positions. Used by one thread.
 */
public final class BatchCutter {

    /** A quarter of what ingest takes in one request. */
    public static final int BYTES_MAX = 1024 * 1024;

    public static final int EVENTS_MAX = 2_000;

    private final int eventsMax;
    private final int bytesMax;
    private List<byte[]> events = new ArrayList<>();
    private long first;
    private int bytes;

    public BatchCutter() {
        this(EVENTS_MAX, BYTES_MAX);
    }

    BatchCutter(int eventsMax, int bytesMax) {
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
    }

    /** Takes an event; returns the batch that is complete without it, if it has no place in that. */
    public Optional<Batch> add(long position, byte[] event) {
        boolean fits = events.isEmpty()
                || position == first + events.size() && events.size() < eventsMax && bytes + event.length <= bytesMax;
        Optional<Batch> complete = fits ? Optional.empty() : rest();
        if (events.isEmpty()) {
            first = position;
        }
        events.add(event);
        bytes += event.length;
        return complete;
    }

    /** What has been gathered so far, if anything. */
    public Optional<Batch> rest() {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        Batch batch = new Batch(first, events);
        events = new ArrayList<>();
        bytes = 0;
        return Optional.of(batch);
    }
}
