package io.millrace.query.funnel;

import io.millrace.query.filter.Leaf;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An ordered funnel of contacts; anything may lie between its steps.
 *
 * @param window elapsed time from step 1 in which all others must happen, its end included
 * @param conversionAfterRange whether steps after the first may lie after the range, within the window
 */
public record FunnelQuery(
        List<FunnelStep> steps,
        Duration window,
        List<Exclusion> exclusions,
        TimeRange range,
        List<Leaf> filters,
        Grouping grouping,
        Attribution attribution,
        boolean conversionAfterRange) {

    public static final int STEPS_MAX = 20;
    public static final int EXCLUSIONS_MAX = 20;
    public static final Duration WINDOW_DEFAULT = Duration.ofDays(14);

    public FunnelQuery {
        steps = List.copyOf(steps);
        exclusions = List.copyOf(exclusions);
        filters = List.copyOf(filters);
        if (steps.size() < 2 || steps.size() > STEPS_MAX || exclusions.size() > EXCLUSIONS_MAX) {
            throw new IllegalArgumentException("a funnel has 2 to 20 steps and up to 20 exclusions");
        }
        if (steps.get(0).optional()) {
            throw new IllegalArgumentException("the first step is required");
        }
    }

    /** The steps that count for conversion, by their numbers from 0. */
    int[] required() {
        return IntStream.range(0, steps.size())
                .filter(step -> !steps.get(step).optional())
                .toArray();
    }

    /** The last moment at which a step may happen, in epoch milliseconds. */
    long lastMillis() {
        return conversionAfterRange ? range.toMillis() + window.toMillis() : range.toMillis();
    }

    boolean looksAtHistory() {
        return steps.stream().anyMatch(step -> step.firstTime() != FunnelStep.FirstTime.NO);
    }
}
