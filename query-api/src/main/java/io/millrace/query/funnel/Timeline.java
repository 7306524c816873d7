package io.millrace.query.funnel;

import java.util.Arrays;

/**
 * An actor's events by instant, with the way to the next instant that can fill a step or exclude. Used again for one
 * history after the other, by one thread.
 */
final class Timeline {

    static final int NONE = Integer.MAX_VALUE;

    private static final int FIRST_CAPACITY = 64;

    private final int[][] nextOfStep;
    private final int[][] nextOfExclusion;
    private long[] millis = new long[FIRST_CAPACITY];
    private int[] firstEvent = new int[FIRST_CAPACITY + 1];
    private int[] stepBits = new int[FIRST_CAPACITY];
    private int[] exclusionBits = new int[FIRST_CAPACITY];
    private int size;
    private History history = new History();

    Timeline(int steps, int exclusions) {
        nextOfStep = new int[steps][FIRST_CAPACITY + 1];
        nextOfExclusion = new int[exclusions][FIRST_CAPACITY + 1];
    }

    void read(History events) {
        history = events;
        if (events.size() > millis.length) {
            grow(Math.max(events.size(), millis.length * 2));
        }
        size = 0;
        for (int event = 0; event < events.size(); event++) {
            if (size == 0 || millis[size - 1] != events.at(event)) {
                millis[size] = events.at(event);
                firstEvent[size] = event;
                stepBits[size] = 0;
                exclusionBits[size] = 0;
                size++;
            }
            stepBits[size - 1] |= events.steps(event);
            exclusionBits[size - 1] |= events.exclusions(event);
        }
        firstEvent[size] = events.size();
        fillNext(nextOfStep, stepBits);
        fillNext(nextOfExclusion, exclusionBits);
    }

    History history() {
        return history;
    }

    int size() {
        return size;
    }

    long millis(int instant) {
        return millis[instant];
    }

    /** The number of the instant's first event; its last is the one before {@code firstEvent(instant + 1)}. */
    int firstEvent(int instant) {
        return firstEvent[instant];
    }

    int stepBits(int instant) {
        return stepBits[instant];
    }

    /** The first instant from this one on with an event that matches the step, or {@link #NONE}. */
    int nextOfStep(int step, int instant) {
        return nextOfStep[step][instant];
    }

    /** The first instant from this one on with an event that matches any of these steps, or {@link #NONE}. */
    int nextOfSteps(int bits, int instant) {
        int next = NONE;
        for (int left = bits; left != 0; left &= left - 1) {
            next = Math.min(next, nextOfStep[Integer.numberOfTrailingZeros(left)][instant]);
        }
        return next;
    }

    int nextOfExclusion(int exclusion, int instant) {
        return nextOfExclusion[exclusion][instant];
    }

    /** The instant of this moment, which must be one of the actor's. */
    int find(long moment) {
        return Arrays.binarySearch(millis, 0, size, moment);
    }

    private void fillNext(int[][] next, int[] bits) {
        for (int kind = 0; kind < next.length; kind++) {
            int[] line = next[kind];
            int found = NONE;
            line[size] = NONE;
            for (int i = size - 1; i >= 0; i--) {
                found = (bits[i] & 1 << kind) != 0 ? i : found;
                line[i] = found;
            }
        }
    }

    private void grow(int capacity) {
        millis = new long[capacity];
        firstEvent = new int[capacity + 1];
        stepBits = new int[capacity];
        exclusionBits = new int[capacity];
        Arrays.setAll(nextOfStep, step -> new int[capacity + 1]);
        Arrays.setAll(nextOfExclusion, exclusion -> new int[capacity + 1]);
    }
}
