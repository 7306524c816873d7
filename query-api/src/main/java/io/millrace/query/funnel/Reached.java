package io.millrace.query.funnel;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an actor came: when it did each step.
 *
 * @param times one per step in epoch milliseconds, null for steps it did not do; the first is never null
 */
record Reached(List<@Nullable Long> times) {

    static final long NEVER = Long.MIN_VALUE;

    static Reached of(long[] times) {
        return new Reached(Arrays.stream(times)
                .mapToObj(time -> time == NEVER ? null : (Long) time)
                .toList());
    }

    boolean did(int step) {
        return times.get(step) != null;
    }

    @Nullable Long time(int step) {
        return times.get(step);
    }
}
