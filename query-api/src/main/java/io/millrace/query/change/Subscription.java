package io.millrace.query.change;

import io.millrace.query.http.EventStream;
import io.millrace.streams.record.SegmentChange;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One client of the stream. While it is brought up to date, what happens meanwhile is held back for it, in a bounded
 * number; then it is live. A client that takes too little is cut off and told so. Thread-safe.
 */
final class Subscription {

    private static final int HELD_MAX = 20_000;

    private final ChangeFilter filter;
    private final EventStream stream;
    private final Deque<byte[]> held = new ArrayDeque<>();
    private final Positions from;
    private boolean live;

    /** @param from the client has seen what is before this place */
    Subscription(ChangeFilter filter, EventStream stream, Positions from) {
        this.filter = filter;
        this.stream = stream;
        this.from = from;
    }

    Positions from() {
        return from;
    }

    boolean isOpen() {
        return stream.isOpen();
    }

    boolean wants(SegmentChange change, int partition, long offset) {
        return offset >= from.of(partition) && filter.lets(change);
    }

    /** A change that happens now. */
    synchronized void happened(byte[] frame) {
        if (live) {
            send(frame);
        } else if (held.size() < HELD_MAX) {
            held.add(frame);
        } else {
            cut("too much happened while the past was sent; read the log and begin anew");
        }
    }

    synchronized void heartbeat(byte[] frame) {
        if (live) {
            send(frame);
        }
    }

    /** A change of the past, from whoever brings the client up to date; false if there is no room now. */
    boolean past(byte[] frame) {
        return stream.send(frame);
    }

    /** From here on the client is live. */
    synchronized void upToDate() {
        while (!held.isEmpty() && stream.isOpen()) {
            send(held.remove());
        }
        held.clear();
        live = true;
    }

    void cut(String reason) {
        stream.end(Frames.end(reason));
    }

    private void send(byte[] frame) {
        if (!stream.send(frame)) {
            cut("the client reads slower than changes happen; come back with the last id");
        }
    }
}
