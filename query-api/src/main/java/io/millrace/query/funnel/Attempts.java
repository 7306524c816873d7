package io.millrace.query.funnel;

import java.util.Arrays;

/**
 * The attempts of one actor at a funnel: where they begin and how far each comes. One implementation per order of steps.
 * Works on one timeline after the other, in one thread.
 */
abstract class Attempts {

    static final long NEVER = Long.MIN_VALUE;

    final FunnelQuery query;
    final Timeline timeline;
    final int[] required;
    private final long windowMillis;

    Attempts(FunnelQuery query) {
        this.query = query;
        this.timeline = new Timeline(query.steps().size(), query.exclusions().size());
        this.required = query.required();
        this.windowMillis = query.window().toMillis();
    }

    static Attempts of(FunnelQuery query) {
        return switch (query.order()) {
            case ORDERED -> new OrderedAttempts(query);
            case STRICT -> new StrictAttempts(query);
            case UNORDERED -> new UnorderedAttempts(query);
        };
    }

    /** The first instant from this one on at which an attempt begins, or {@link Timeline#NONE}. */
    final int nextEntry(int instant) {
        int entry = timeline.nextOfSteps(entrySteps(), instant);
        boolean inRange = entry != Timeline.NONE
                && timeline.millis(entry) <= query.range().toMillis();
        return inRange ? entry : Timeline.NONE;
    }

    /** The steps that can begin an attempt, as bits. */
    abstract int entrySteps();

    /**
     * Makes the attempt that begins at this instant.
     *
     * @param times becomes the moment of each required step, {@link #NEVER} for the others and those not reached
     * @return how many required steps it reached
     */
    abstract int make(int entry, long[] times);

    /** Whether an exclusion takes away the attempt with these times. */
    abstract boolean isMarked(long[] times);

    /** Adds the optional steps to an attempt that counts. */
    abstract void addOptionalSteps(long[] times);

    /** The last moment at which a step of an attempt may happen. */
    final long end(long entryMillis) {
        return Math.min(entryMillis + windowMillis, query.lastMillis());
    }

    final boolean isTimeOfRequired(long[] times, long millis) {
        for (int step : required) {
            if (times[step] == millis) {
                return true;
            }
        }
        return false;
    }

    final void clear(long[] times) {
        Arrays.fill(times, NEVER);
    }
}
