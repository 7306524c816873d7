package io.millrace.query.attribution;

import java.util.Arrays;

/**
 * One contact's touchpoints, put in order, and its conversions. Buffers are filled anew for the next contact, so that a
 * hot loop makes no objects. Used by one thread.
 */
final class Path {

    private static final int FEW = 16;

    private long high;
    private long low;
    private int[] rows = new int[FEW];
    private long[] touches = new long[FEW];
    private long[] arrivals = new long[FEW];
    private long[] places = new long[FEW];
    private int touchCount;
    private long[] conversions = new long[FEW];
    private String[] worths = new String[FEW];
    private int conversionCount;

    void clear(long contactHigh, long contactLow, int touchpoints) {
        high = contactHigh;
        low = contactLow;
        touchCount = touchpoints;
        conversionCount = 0;
        if (rows.length < touchpoints) {
            int room = Math.max(touchpoints, 2 * rows.length);
            rows = new int[room];
            touches = new long[room];
            arrivals = new long[room];
            places = new long[room];
        }
        Arrays.fill(arrivals, 0, touchpoints, 0);
        Arrays.fill(places, 0, touchpoints, 0);
    }

    void row(int touch, int row) {
        rows[touch] = row;
    }

    void touchedAt(int touch, long millis) {
        touches[touch] = millis;
    }

    void arrived(int touch, long millis) {
        arrivals[touch] = millis;
    }

    /** Orders arrivals of one instant, without sign. */
    void place(int touch, long place) {
        places[touch] = place;
    }

    void conversions(int count) {
        conversionCount = count;
        if (conversions.length < count) {
            conversions = new long[Math.max(count, 2 * conversions.length)];
            worths = new String[conversions.length];
        }
    }

    void convertedAt(int conversion, long millis) {
        conversions[conversion] = millis;
    }

    void worth(int conversion, String text) {
        worths[conversion] = text;
    }

    /** Puts touchpoints in order of time, then of arrival. They come nearly in order. */
    void sort() {
        for (int i = 1; i < touchCount; i++) {
            if (comesAfter(i - 1, i)) {
                sortAll();
                return;
            }
        }
    }

    /** Merges sorted runs of growing length, by number, until one run is left. */
    private void sortAll() {
        int[] order = new int[touchCount];
        Arrays.setAll(order, i -> i);
        int[] merged = new int[touchCount];
        for (int run = 1; run < touchCount; run *= 2) {
            for (int from = 0; from < touchCount; from += 2 * run) {
                merge(order, merged, from, Math.min(from + run, touchCount), Math.min(from + 2 * run, touchCount));
            }
            int[] spare = order;
            order = merged;
            merged = spare;
        }
        int[] sortedRows = new int[rows.length];
        long[] sortedTouches = new long[rows.length];
        for (int i = 0; i < touchCount; i++) {
            sortedRows[i] = rows[order[i]];
            sortedTouches[i] = touches[order[i]];
        }
        rows = sortedRows;
        touches = sortedTouches;
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
        if (touches[one] != touches[other]) {
            return touches[one] > touches[other];
        }
        if (arrivals[one] != arrivals[other]) {
            return arrivals[one] > arrivals[other];
        }
        return Long.compareUnsigned(places[one], places[other]) > 0;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    int touchCount() {
        return touchCount;
    }

    int row(int touch) {
        return rows[touch];
    }

    long touchedAt(int touch) {
        return touches[touch];
    }

    int conversionCount() {
        return conversionCount;
    }

    long convertedAt(int conversion) {
        return conversions[conversion];
    }

    String worth(int conversion) {
        return worths[conversion];
    }

    /** The first touchpoint, in order, that is not before an instant. */
    int firstFrom(long millis) {
        int least = 0;
        int most = touchCount;
        while (least < most) {
            int middle = (least + most) >>> 1;
            if (touches[middle] < millis) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }
}
