package io.millrace.query.sequence;

import java.util.Arrays;

/**
 * Events of one contact, each with the number of its kind, put in order of time and, at one instant, of arrival. Buffers
 * are filled anew for the next contact, so that a hot loop makes no objects. Used by one thread.
 */
public final class Sequence {

    private static final int FEW = 16;

    private int[] kinds = new int[FEW];
    private long[] instants = new long[FEW];
    private long[] arrivals = new long[FEW];
    private long[] places = new long[FEW];
    private int size;

    /** Makes room for so many events and forgets those before. */
    public void clear(int events) {
        size = events;
        if (kinds.length < events) {
            int room = Math.max(events, 2 * kinds.length);
            kinds = new int[room];
            instants = new long[room];
            arrivals = new long[room];
            places = new long[room];
        }
        Arrays.fill(arrivals, 0, events, 0);
        Arrays.fill(places, 0, events, 0);
    }

    public void kind(int event, int kind) {
        kinds[event] = kind;
    }

    public void happened(int event, long millis) {
        instants[event] = millis;
    }

    public void arrived(int event, long millis) {
        arrivals[event] = millis;
    }

    /** Orders arrivals of one instant, without sign. */
    public void place(int event, long place) {
        places[event] = place;
    }

    /** Puts events in order. Kinds and instants move along, arrivals do not. */
    public void sort() {
        for (int i = 1; i < size; i++) {
            if (comesAfter(i - 1, i)) {
                sortAll();
                return;
            }
        }
    }

    /** Merges sorted runs of growing length, by number, until one run is left. */
    private void sortAll() {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        int[] merged = new int[size];
        for (int run = 1; run < size; run *= 2) {
            for (int from = 0; from < size; from += 2 * run) {
                merge(order, merged, from, Math.min(from + run, size), Math.min(from + 2 * run, size));
            }
            int[] spare = order;
            order = merged;
            merged = spare;
        }
        int[] sortedKinds = new int[kinds.length];
        long[] sortedInstants = new long[kinds.length];
        for (int i = 0; i < size; i++) {
            sortedKinds[i] = kinds[order[i]];
            sortedInstants[i] = instants[order[i]];
        }
        kinds = sortedKinds;
        instants = sortedInstants;
    }

    private void merge(int[] order, int[] merged, int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takesRight = left == middle || right < to && comesAfter(order[left], order[right]);
            merged[i] = takesRight ? order[right++] : order[left++];
        }
    }

    private boolean comesAfter(int one, int other) {
        if (instants[one] != instants[other]) {
            return instants[one] > instants[other];
        }
        if (arrivals[one] != arrivals[other]) {
            return arrivals[one] > arrivals[other];
        }
        return Long.compareUnsigned(places[one], places[other]) > 0;
    }

    public int size() {
        return size;
    }

    public int kind(int event) {
        return kinds[event];
    }

    /** In epoch milliseconds. */
    public long at(int event) {
        return instants[event];
    }

    /** The first event, in order, that is not before an instant. */
    public int firstFrom(long millis) {
        int least = 0;
        int most = size;
        while (least < most) {
            int middle = (least + most) >>> 1;
            if (instants[middle] < millis) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }
}
