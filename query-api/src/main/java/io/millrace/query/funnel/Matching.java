package io.millrace.query.funnel;

import java.util.Arrays;
import java.util.List;

/**
 * Whether events of one instant can fill a set of steps, each event at most one of them, in whichever order. Grows step
 * by step; a step that is filled stays filled, though perhaps by another event.
 */
final class Matching {

    private static final int FREE = -1;

    private final List<ActorEvent> events;
    private final int[] stepOfEvent;

    Matching(List<ActorEvent> events) {
        this.events = events;
        this.stepOfEvent = new int[events.size()];
        Arrays.fill(stepOfEvent, FREE);
    }

    /** Fills one more step if that is possible beside those already filled. */
    boolean add(int step) {
        return place(step, new boolean[stepOfEvent.length]);
    }

    private boolean place(int step, boolean[] tried) {
        for (int event = 0; event < stepOfEvent.length; event++) {
            if (tried[event] || !events.get(event).fills(step)) {
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
