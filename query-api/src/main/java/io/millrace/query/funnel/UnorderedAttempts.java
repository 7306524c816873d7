package io.millrace.query.funnel;

import java.util.Arrays;

/**
 * The steps happen in any order, each by an event of its own: after each event the steps that can be filled together are
 * counted. An exclusion discards what the open attempt has completed; what follows begins attempts of its own.
 */
final class UnorderedAttempts extends Attempts {

    private static final int NOBODY = -1;

    private final int requiredBits;
    private final int[] eventOfStep;
    private int full;

    UnorderedAttempts(FunnelQuery query) {
        super(query);
        this.requiredBits = query.requiredBits();
        this.eventOfStep = new int[query.steps().size()];
    }

    @Override
    int entrySteps() {
        return requiredBits;
    }

    @Override
    int make(int entry, long[] times) {
        clear(times);
        int reached = complete(entry, requiredBits, times);
        if (isDiscarded(entry, times, reached)) {
            clear(times);
            times[0] = timeline.millis(entry);
            return 1;
        }
        return reached;
    }

    /** Exclusions discard, they do not mark. */
    @Override
    boolean isMarked(long[] times) {
        return false;
    }

    /** An optional step counts if an event within the window is left for it; it has no place among the times. */
    @Override
    void addOptionalSteps(long[] times) {
        if (required.length == times.length) {
            return;
        }
        int entry = timeline.find(times[0]);
        long[] unused = new long[times.length];
        if (isDiscarded(entry, unused, complete(entry, requiredBits, unused))) {
            return;
        }
        int together = requiredBits;
        int filled = complete(entry, together, unused);
        for (int step = 1; step < times.length; step++) {
            if (query.steps().get(step).optional()) {
                int more = complete(entry, together | 1 << step, unused);
                if (more > filled) {
                    filled = more;
                    together |= 1 << step;
                    times[step] = times[0];
                }
            }
        }
    }

    /**
     * Fills as many of these steps as can be, from this instant to the end of its window.
     *
     * @param times where steps are only the required ones, becomes the moment at which each number of them was filled
     */
    private int complete(int entry, int stepBits, long[] times) {
        Arrays.fill(eventOfStep, NOBODY);
        Arrays.fill(times, NEVER);
        long end = end(timeline.millis(entry));
        int wanted = Integer.bitCount(stepBits);
        int filled = 0;
        // Steps that no further event of theirs can help: all are filled, by events that fit no other step.
        full = 0;
        int instant = entry;
        while (filled < wanted) {
            instant = timeline.nextOfSteps(stepBits & ~full, instant);
            if (instant == Timeline.NONE || timeline.millis(instant) > end) {
                break;
            }
            for (int event = timeline.firstEvent(instant); event < timeline.firstEvent(instant + 1); event++) {
                if (filled < wanted && place(event, stepBits)) {
                    if (filled < required.length) {
                        times[required[filled]] = timeline.millis(instant);
                    }
                    filled++;
                }
            }
            instant++;
        }
        return filled;
    }

    /** Gives an event a step, if need be by moving others to other steps. */
    private boolean place(int event, int stepBits) {
        int[] tried = {full};
        boolean placed = place(event, stepBits, tried);
        if (!placed) {
            full = tried[0];
        }
        return placed;
    }

    private boolean place(int event, int stepBits, int[] tried) {
        while (true) {
            int open = timeline.history().steps(event) & stepBits & ~tried[0];
            if (open == 0) {
                return false;
            }
            int step = Integer.numberOfTrailingZeros(open);
            tried[0] |= 1 << step;
            if (eventOfStep[step] == NOBODY || place(eventOfStep[step], stepBits, tried)) {
                eventOfStep[step] = event;
                return true;
            }
        }
    }

    private boolean isDiscarded(int entry, long[] times, int reached) {
        long before =
                reached == required.length ? times[required[required.length - 1]] : end(timeline.millis(entry)) + 1;
        for (int i = 0; i < query.exclusions().size(); i++) {
            int instant = timeline.nextOfExclusion(i, entry);
            while (instant != Timeline.NONE && timeline.millis(instant) < before) {
                if (!isTimeOfRequired(times, timeline.millis(instant))) {
                    return true;
                }
                instant = timeline.nextOfExclusion(i, instant + 1);
            }
        }
        return false;
    }
}
