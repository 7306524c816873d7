package io.millrace.query.funnel;

import io.millrace.query.filter.Field;
import io.millrace.query.filter.Leaf;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which actors came how far, whatever is shown of it.
 *
 * @param window elapsed time from step 1 in which all others must happen, its end included
 * @param actor whose values are the actors; contacts if empty
 * @param conversionAfterRange whether steps after the first may lie after the range, within the window
 */
public record FunnelQuery(
        List<FunnelStep> steps,
        Order order,
        Duration window,
        List<Exclusion> exclusions,
        TimeRange range,
        List<Leaf> filters,
        Optional<Field> actor,
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
        if (attribution.step() >= steps.size()) {
            throw new IllegalArgumentException("the attribution names one of the steps");
        }
    }

    /** Contacts that did these steps in order, within the default window. */
    public static FunnelQuery ordered(List<FunnelStep> steps, TimeRange range) {
        return new FunnelQuery(
                steps,
                Order.ORDERED,
                WINDOW_DEFAULT,
                List.of(),
                range,
                List.of(),
                Optional.empty(),
                Grouping.none(),
                Attribution.FIRST_TOUCH,
                false);
    }

    /** The steps that count for conversion, by their numbers from 0. */
    int[] required() {
        return IntStream.range(0, steps.size())
                .filter(step -> !steps.get(step).optional())
                .toArray();
    }

    /** The same as bits. */
    int requiredBits() {
        return IntStream.of(required()).map(step -> 1 << step).sum();
    }

    /** The required step that an answer compares this one with; the first with itself. */
    int previous(int step) {
        int before = Math.max(0, step - 1);
        while (steps.get(before).optional()) {
            before--;
        }
        return before;
    }

    /** What an answer calls a step. */
    String label(int step) {
        if (order != Order.UNORDERED || steps.get(step).optional()) {
            return steps.get(step).name();
        }
        int[] required = required();
        int number =
                1 + (int) IntStream.of(required).filter(other -> other < step).count();
        return number + " of " + required.length;
    }

    /** Whether a step's time is measured: of any order, an optional step has none. */
    boolean isTimed(int step) {
        return order != Order.UNORDERED || !steps.get(step).optional();
    }

    /** The last moment at which a step may happen, in epoch milliseconds. */
    long lastMillis() {
        return conversionAfterRange ? range.toMillis() + window.toMillis() : range.toMillis();
    }

    /** The fields whose texts the answer depends on. */
    List<Field> shownFields() {
        return Stream.concat(grouping.fields().stream(), actor.stream()).toList();
    }

    boolean looksAtHistory() {
        return steps.stream().anyMatch(step -> step.firstTime() != FunnelStep.FirstTime.NO);
    }
}
