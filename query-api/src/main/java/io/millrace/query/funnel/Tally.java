package io.millrace.query.funnel;

import java.util.stream.IntStream;

/** Counts actors for one view: step by step, over its stretch, and by entry bucket. Used by one thread. */
final class Tally {

    private final FunnelQuery query;
    private final FunnelView view;
    private final long[] counts;
    private final Durations[] toSteps;
    private final int[] previous;
    private final Durations stretch = new Durations();
    private final long[] entered;
    private final long[] converted;

    /** @param buckets how many entry buckets a trend has */
    Tally(FunnelQuery query, FunnelView view, int buckets) {
        this.query = query;
        this.view = view;
        this.counts = new long[query.steps().size()];
        this.toSteps = IntStream.range(0, counts.length)
                .mapToObj(unused -> new Durations())
                .toArray(Durations[]::new);
        this.previous = IntStream.range(0, counts.length).map(query::previous).toArray();
        this.entered = new long[buckets];
        this.converted = new long[buckets];
    }

    void add(Outcome outcome) {
        for (int step = 0; step < counts.length; step++) {
            if (!outcome.did(step)) {
                continue;
            }
            counts[step]++;
            if (step > 0 && view.kind() == FunnelView.Kind.STEPS && query.isTimed(step)) {
                toSteps[step].add(outcome.millis(previous[step], step));
            }
        }
        if (view.kind() == FunnelView.Kind.TIME_TO_CONVERT && outcome.did(view.toStep())) {
            stretch.add(outcome.millis(view.fromStep(), view.toStep()));
        }
        for (int entry : outcome.entries()) {
            entered[entry >> 1]++;
            converted[entry >> 1] += entry & 1;
        }
    }

    long count(int step) {
        return counts[step];
    }

    /** How long those who did a step took to it from the required step before. */
    Durations toStep(int step) {
        return toSteps[step];
    }

    Durations stretch() {
        return stretch;
    }

    long entered(int bucket) {
        return entered[bucket];
    }

    long converted(int bucket) {
        return converted[bucket];
    }
}
