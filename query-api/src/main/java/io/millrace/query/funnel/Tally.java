package io.millrace.query.funnel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts actors step by step, with the times they took from the required step before. Used by one thread. */
final class Tally {

    private static final int MILLIS_DIGITS = 3;

    private final FunnelQuery query;
    private final long[] counts;
    private final List<Millis> times = new ArrayList<>();

    Tally(FunnelQuery query) {
        this.query = query;
        this.counts = new long[query.steps().size()];
        for (int step = 0; step < counts.length; step++) {
            times.add(new Millis());
        }
    }

    void add(Reached reached) {
        Long before = null;
        for (int step = 0; step < counts.length; step++) {
            Long time = reached.time(step);
            if (time == null) {
                continue;
            }
            counts[step]++;
            if (before != null) {
                times.get(step).add(time - before);
            }
            if (!query.steps().get(step).optional()) {
                before = time;
            }
        }
    }

    long entered() {
        return counts[0];
    }

    /** What the answer shows of each step. */
    List<StepResult> steps() {
        List<StepResult> results = new ArrayList<>();
        int previous = 0;
        for (int step = 0; step < counts.length; step++) {
            long before = counts[previous];
            results.add(new StepResult(
                    step + 1,
                    query.steps().get(step).name(),
                    counts[step],
                    before - counts[step],
                    ratio(counts[step], before),
                    ratio(counts[step], counts[0]),
                    times.get(step).average(),
                    times.get(step).median()));
            if (!query.steps().get(step).optional()) {
                previous = step;
            }
        }
        return results;
    }

    /** The share of those in step 1 who did the last required step. */
    double overallConversion() {
        int[] required = query.required();
        return ratio(counts[required[required.length - 1]], counts[0]);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /**
     * One step of the answer.
     *
     * @param index the step's number from 1
     */
    record StepResult(
            int index,
            String step,
            long count,
            long dropoff,
            double conversionFromPrevious,
            double conversion,
            @Nullable Double averageSeconds,
            @Nullable Double medianSeconds) {}

    /** Durations in milliseconds, eight bytes each. */
    private static final class Millis {
        private long[] values = new long[8];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        @Nullable Double average() {
            if (size == 0) {
                return null;
            }
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < size; i++) {
                sum = sum.add(BigDecimal.valueOf(values[i], MILLIS_DIGITS));
            }
            return sum.divide(BigDecimal.valueOf(size), 12, RoundingMode.HALF_EVEN)
                    .doubleValue();
        }

        @Nullable Double median() {
            if (size == 0) {
                return null;
            }
            Arrays.sort(values, 0, size);
            BigDecimal middle = BigDecimal.valueOf(values[size / 2], MILLIS_DIGITS);
            if (size % 2 == 1) {
                return middle.doubleValue();
            }
            return middle.add(BigDecimal.valueOf(values[size / 2 - 1], MILLIS_DIGITS))
                    .divide(BigDecimal.valueOf(2))
                    .doubleValue();
        }
    }
}
