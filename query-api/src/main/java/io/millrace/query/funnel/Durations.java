package io.millrace.query.funnel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stretches of time in milliseconds, eight bytes each; shown in seconds. Used by one thread. */
final class Durations {

    private static final int MILLIS_DIGITS = 3;

    private long[] values = new long[8];
    private int size;
    private boolean sorted;

    void add(long millis) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = millis;
        sorted = false;
    }

    int count() {
        return size;
    }

    /** From the shortest. */
    long millis(int number) {
        sort();
        return values[number];
    }

    /** In milliseconds; there is one. */
    long shortest() {
        return millis(0);
    }

    /** In milliseconds; there is one. */
    long longest() {
        return millis(size - 1);
    }

    @Nullable
    Double averageSeconds() {
        if (size == 0) {
            return null;
        }
        BigDecimal sum = BigDecimal.ZERO;
        long part = 0;
        for (int i = 0; i < size; i++) {
            // A stretch is at most a hundred years: the sum of two million of them fits.
            part += values[i];
            if (i % 1_000_000 == 0) {
                sum = sum.add(BigDecimal.valueOf(part, MILLIS_DIGITS));
                part = 0;
            }
        }
        return sum.add(BigDecimal.valueOf(part, MILLIS_DIGITS))
                .divide(BigDecimal.valueOf(size), 12, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    /** Of an even number the mean of the middle two. */
    @Nullable
    Double medianSeconds() {
        if (size == 0) {
            return null;
        }
        sort();
        BigDecimal middle = BigDecimal.valueOf(values[size / 2], MILLIS_DIGITS);
        if (size % 2 == 1) {
            return middle.doubleValue();
        }
        return middle.add(BigDecimal.valueOf(values[size / 2 - 1], MILLIS_DIGITS))
                .divide(BigDecimal.valueOf(2))
                .doubleValue();
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
    }
}
