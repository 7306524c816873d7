package io.millrace.query.retention;

import java.util.Arrays;
import java.util.List;

/**
 * What of a contact's events with one group value counts. Buffers are filled anew for the next contact, so that a hot
 * loop makes no objects. Used by one thread.
 */
final class History {

    private static final int FEW = 16;

    private List<String> values = List.of();
    /** The first match of the start's filters, and the first event that decides who started: {@link Long#MAX_VALUE} if none. */
    private long first;

    private long decisive;
    private long[] starts = new long[FEW];
    private int startCount;
    private long[] returns = new long[FEW];
    private int returnCount;

    void clear(List<String> groupValues) {
        values = groupValues;
        first = Long.MAX_VALUE;
        decisive = Long.MAX_VALUE;
        startCount = 0;
        returnCount = 0;
    }

    void first(long firstMillis, long decisiveMillis) {
        first = firstMillis;
        decisive = decisiveMillis;
    }

    /** A start: its bucket, or its instant where columns are measured from it. */
    void addStart(long start) {
        if (startCount == starts.length) {
            starts = Arrays.copyOf(starts, 2 * startCount);
        }
        starts[startCount++] = start;
    }

    /** As {@link #addStart}. */
    void addReturn(long returned) {
        if (returnCount == returns.length) {
            returns = Arrays.copyOf(returns, 2 * returnCount);
        }
        returns[returnCount++] = returned;
    }

    /** Puts starts and returns in order. */
    void sort() {
        Arrays.sort(starts, 0, startCount);
        Arrays.sort(returns, 0, returnCount);
    }

    List<String> values() {
        return values;
    }

    long first() {
        return first;
    }

    long decisive() {
        return decisive;
    }

    int startCount() {
        return startCount;
    }

    long start(int index) {
        return starts[index];
    }

    int returnCount() {
        return returnCount;
    }

    long returned(int index) {
        return returns[index];
    }
}
