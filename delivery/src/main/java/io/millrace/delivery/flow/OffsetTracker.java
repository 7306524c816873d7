package io.millrace.delivery.flow;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/** Which sends of a partition are on their way, and up to where all are done. Thread-safe. */
final class OffsetTracker {

    private final TreeMap<Long, String> open = new TreeMap<>();
    private final Set<String> ids = new HashSet<>();
    private long next;
    private volatile boolean lost;

    /** @param first the offset that is read first */
    OffsetTracker(long first) {
        this.next = first;
    }

    /** Says whether the send is not on its way already; then it is from now on. */
    synchronized boolean begin(long offset, String workspace, String sendId) {
        next = Math.max(next, offset + 1);
        String id = id(workspace, sendId);
        if (!ids.add(id)) {
            return false;
        }
        open.put(offset, id);
        return true;
    }

    synchronized void done(long offset) {
        String id = open.remove(offset);
        if (id != null) {
            ids.remove(id);
        }
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
        return open.isEmpty() ? next : Math.min(open.firstKey(), next);
    }

    /** Somebody else reads the partition now. */
    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    private static String id(String workspace, String sendId) {
        return workspace + '/' + sendId;
    }
}
