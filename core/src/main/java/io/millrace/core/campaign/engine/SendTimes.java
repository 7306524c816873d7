package io.millrace.core.campaign.engine;

import java.util.Arrays;

/** When messages that count for caps left to a contact, over all campaigns; the newest ones. Used by one thread. */
final class SendTimes {

    /** More than any cap may allow. */
    static final int MOST = 10_000;

    private long[] times = {};
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** In any order. */
    void add(long at) {
        if (size == MOST) {
            System.arraycopy(times, 1, times, 0, --size);
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, Math.max(4, size * 2));
        }
        int place = size;
        while (place > 0 && times[place - 1] > at) {
            times[place] = times[--place];
        }
        times[place] = at;
        size++;
    }

    /** How many lie in the window that ends now: {@code at <= now < at + window}. */
    int within(long now, long windowMillis) {
        int count = 0;
        for (int i = size - 1; i >= 0 && times[i] > now - windowMillis; i--) {
            if (times[i] <= now) {
                count++;
            }
        }
        return count;
    }

    /** Gives up what no window reaches any more. */
    void forgetBefore(long instant) {
        int old = 0;
        while (old < size && times[old] < instant) {
            old++;
        }
        System.arraycopy(times, old, times, 0, size - old);
        size -= old;
    }

    void addAll(SendTimes others) {
        for (int i = 0; i < others.size; i++) {
            add(others.times[i]);
        }
    }

    long[] toArray() {
        return Arrays.copyOf(times, size);
    }
}
