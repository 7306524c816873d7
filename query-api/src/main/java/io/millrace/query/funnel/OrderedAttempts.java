package io.millrace.query.funnel;

/**
 * Anything may lie between the steps: an attempt takes for each step the earliest event that is left, which also reaches
 * furthest.
 */
final class OrderedAttempts extends ChainedAttempts {

    OrderedAttempts(FunnelQuery query) {
        super(query);
    }

    @Override
    int make(int entry, long[] times) {
        clear(times);
        long end = end(timeline.millis(entry));
        int filled = 0;
        int instant = entry;
        while (filled < required.length) {
            instant = timeline.nextOfStep(required[filled], instant);
            if (instant == Timeline.NONE || timeline.millis(instant) > end) {
                break;
            }
            filled = fill(instant, filled, times);
            instant++;
        }
        return filled;
    }

    private int fill(int instant, int filled, long[] times) {
        if (timeline.firstEvent(instant + 1) - timeline.firstEvent(instant) == 1) {
            times[required[filled]] = timeline.millis(instant);
            return filled + 1;
        }
        Matching matching = new Matching(timeline, instant);
        int next = filled;
        while (next < required.length && matching.add(required[next])) {
            times[required[next]] = timeline.millis(instant);
            next++;
        }
        return next;
    }

    /** Optional steps take, in their order, the earliest event between the required ones that those leave free. */
    @Override
    void addOptionalSteps(long[] times) {
        long from = times[0];
        for (int step = 1; step < times.length; step++) {
            if (!query.steps().get(step).optional()) {
                if (times[step] == NEVER) {
                    // What comes after a required step that was not reached cannot have been done.
                    return;
                }
                from = times[step];
                continue;
            }
            long to = nextRequired(times, step);
            int instant = timeline.nextOfStep(step, timeline.find(from));
            while (instant != Timeline.NONE && timeline.millis(instant) <= to) {
                if (Matching.fills(timeline, instant, stepsAt(timeline.millis(instant), times) | 1 << step)) {
                    times[step] = timeline.millis(instant);
                    from = times[step];
                    break;
                }
                instant = timeline.nextOfStep(step, instant + 1);
            }
        }
    }

    private long nextRequired(long[] times, int step) {
        for (int later : required) {
            if (later > step && times[later] != NEVER) {
                return times[later];
            }
        }
        return end(times[0]);
    }

    private static int stepsAt(long millis, long[] times) {
        int bits = 0;
        for (int step = 0; step < times.length; step++) {
            bits |= times[step] == millis ? 1 << step : 0;
        }
        return bits;
    }
}
