package io.millrace.query.funnel;

import java.util.Arrays;

/**
 * Whether events of one instant can fill a set of steps, each event at most one of them, in whichever order. Grows step
 * by step; a step that is filled stays filled, though perhaps by another event. Used by one thread.
 */
final class Matching {

    private static final int FREE = -1;

    private final History history;
    private final int firstEvent;
    private final int[] stepOfEvent;

    /** @param instant whose events fill the steps */
    Matching(Timeline timeline, int instant) {
        this.history = timeline.history();
        this.firstEvent = timeline.firstEvent(instant);
        this.stepOfEvent = new int[timeline.firstEvent(instant + 1) - firstEvent];
        Arrays.fill(stepOfEvent, FREE);
    }

    /** Whether events of an instant can fill all of these steps together. */
    static boolean fills(Timeline timeline, int instant, int stepBits) {
        Matching matching = new Matching(timeline, instant);
        for (int left = stepBits; left != 0; left &= left - 1) {
            if (!matching.add(Integer.numberOfTrailingZeros(left))) {
                return false;
            }
        }
        return true;
    }

    /** Fills one more step if that is possible beside those already filled. */
    boolean add(int step) {
        return place(step, new boolean[stepOfEvent.length]);
    }

    private boolean place(int step, boolean[] tried) {
        for (int event = 0; event < stepOfEvent.length; event++) {
            if (tried[event] || !history.fills(firstEvent + event, step)) {
                continue;
            }
            tried[event] = true;
            if (stepOfEvent[event] == FREE || place(stepOfEvent[event], tried)) {
                stepOfEvent[event] = step;
                return true;
            }
        }
        return false;
    }
}
