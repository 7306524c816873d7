package io.millrace.core.audience;

import java.util.Arrays;

/** Instants in ascending order, equal ones included, of which only the newest are kept. */
final class Times {

    private static final long[] NONE = {};

    private final int most;
    private long[] times;
    private int size;
    private boolean truncated;

    Times(int most) {
        this(most, NONE, false);
    }

    private Times(int most, long[] times, boolean truncated) {
        this.most = most;
        this.times = times;
        this.size = times.length;
        this.truncated = truncated;
    }

    int size() {
        return size;
    }

    long get(int index) {
        return times[index];
    }

    /** Whether one was given up because there were too many. */
    boolean truncated() {
        return truncated;
    }

    void add(long time) {
        int at = size;
        while (at > 0 && times[at - 1] > time) {
            at--;
        }
        if (size == most) {
            truncated = true;
            if (at == 0) {
                return;
            }
            System.arraycopy(times, 1, times, 0, at - 1);
            times[at - 1] = time;
            return;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, Math.min(most, Math.max(4, size * 2)));
        }
        System.arraycopy(times, at, times, at + 1, size - at);
        times[at] = time;
        size++;
    }

    /** Adds it unless it is there. */
    void addOnce(long time) {
        if (Arrays.binarySearch(times, 0, size, time) < 0) {
            add(time);
        }
    }

    void addAll(Times others) {
        for (int i = 0; i < others.size; i++) {
            add(others.times[i]);
        }
        truncated |= others.truncated;
    }

    void dropOldest(int count) {
        System.arraycopy(times, count, times, 0, size - count);
        size -= count;
    }

    void write(StateWriter out) {
        out.unsigned((long) size << 1 | (truncated ? 1 : 0));
        long before = 0;
        for (int i = 0; i < size; i++) {
            out.signed(times[i] - before);
            before = times[i];
        }
    }

    static Times read(StateReader in, int most) {
        long head = in.unsigned();
        long[] times = new long[Math.toIntExact(head >>> 1)];
        long before = 0;
        for (int i = 0; i < times.length; i++) {
            before += in.signed();
            times[i] = before;
        }
        int tooMany = Math.max(0, times.length - most);
        return new Times(
                most, tooMany == 0 ? times : Arrays.copyOfRange(times, tooMany, times.length), (head & 1) != 0);
    }
}
