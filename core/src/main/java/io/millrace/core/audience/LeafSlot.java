package io.millrace.core.audience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contact's state of one condition over events: read from bytes when it is first asked for. */
final class LeafSlot {

    private static final int[] NO_SEEDS = {};

    private final LeafKey key;
    private final long liveFrom;

    private @Nullable LeafData data;
    private @Nullable StateReader unread;
    private int unreadBytes;
    private int[] seeds = NO_SEEDS;
    private @Nullable List<TracedEvent> trace;

    /** The answer that segments see, and the first instant at which it is another; kept for judged conditions only. */
    private boolean truth;

    private long next = Window.NEVER;
    private boolean truncated;

    /** While an instant is judged: whether the condition is looked at in it, and its answer with all inputs so far. */
    private boolean open;

    private boolean current;

    LeafSlot(LeafKey key, long liveFrom, LeafData data) {
        this.key = key;
        this.liveFrom = liveFrom;
        this.data = data;
    }

    /** @param unread stands at {@code bytes} bytes that {@link LeafData#write} wrote */
    LeafSlot(LeafKey key, long liveFrom, StateReader unread, int bytes) {
        this.key = key;
        this.liveFrom = liveFrom;
        this.unread = unread;
        this.unreadBytes = bytes;
    }

    LeafKey key() {
        return key;
    }

    long liveFrom() {
        return liveFrom;
    }

    LeafData data(LeafForm form) {
        LeafData known = data;
        if (known == null && unread != null) {
            known = form.read(unread);
            data = known;
            unread = null;
        }
        if (known == null) {
            throw new IllegalStateException("a condition without data: " + key);
        }
        return known;
    }

    void writeData(StateWriter out) {
        if (unread != null) {
            out.unsigned(unreadBytes).raw(unread.bytes(), unread.position(), unreadBytes);
        } else if (data != null) {
            StateWriter part = new StateWriter(64);
            data.write(part);
            out.part(part);
        }
    }

    boolean truth() {
        return truth;
    }

    long next() {
        return next;
    }

    void judged(boolean holds, long nextChange) {
        truth = holds;
        next = nextChange;
    }

    void truth(boolean holds) {
        truth = holds;
    }

    boolean open() {
        return open;
    }

    boolean current() {
        return current;
    }

    void open(boolean holds) {
        open = true;
        current = holds;
    }

    void current(boolean holds) {
        current = holds;
    }

    void close() {
        open = false;
    }

    int[] seeds() {
        return seeds;
    }

    void seeds(int[] marks) {
        seeds = marks;
    }

    /** Notes a part of a seed; false if it was there. */
    boolean seed(int mark) {
        for (int known : seeds) {
            if (known == mark) {
                return false;
            }
        }
        seeds = Arrays.copyOf(seeds, seeds.length + 1);
        seeds[seeds.length - 1] = mark;
        return true;
    }

    boolean truncated() {
        return truncated;
    }

    void truncated(boolean gaveUp) {
        truncated = gaveUp;
    }

    boolean isEmpty() {
        return data != null && data.isEmpty() && seeds.length == 0 && trace == null;
    }

    void trace(TracedEvent event) {
        if (trace == null) {
            trace = new ArrayList<>();
        }
        trace.add(event);
    }

    /** The events that were traced, in order of arrival. */
    List<TracedEvent> traced() {
        return trace == null ? List.of() : trace;
    }
}
