package io.millrace.delivery.flow;

import java.util.TreeSet;

/** Which sends of a partition are done, and up to where all are. Thread-safe. */
final class OffsetTracker {

    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private volatile boolean lost;

    /** @param first the offset that is read first */
    OffsetTracker(long first) {
        this.next = first;
    }

    synchronized void begun(long offset) {
        open.add(offset);
        next = Math.max(next, offset + 1);
    }

    synchronized void done(long offset) {
        open.remove(offset);
    }

    /** What was read and needs nothing. */
    synchronized void passed(long offset) {
        next = Math.max(next, offset + 1);
    }

    /** Everything from there on is read again. */
    synchronized void back(long offset) {
        next = offset;
    }

    /** All sends below are done. */
    synchronized long committable() {
        return open.isEmpty() ? next : open.first();
    }

    /** Somebody else reads the partition now. */
    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }
}
