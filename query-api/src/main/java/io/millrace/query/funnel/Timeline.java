package io.millrace.query.funnel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An actor's events by instant, with the way to the next instant that can fill a step or exclude. */
final class Timeline {

    static final int NONE = Integer.MAX_VALUE;

    private final List<List<ActorEvent>> instants = new ArrayList<>();
    private final int[][] nextOfStep;
    private final int[][] nextOfExclusion;

    /** @param events in order of time */
    Timeline(List<ActorEvent> events, int steps, int exclusions) {
        for (ActorEvent event : events) {
            if (instants.isEmpty() || last().get(0).timestampMillis() != event.timestampMillis()) {
                instants.add(new ArrayList<>());
            }
            last().add(event);
        }
        int[] stepBits = instants.stream()
                .mapToInt(together ->
                        together.stream().mapToInt(ActorEvent::steps).reduce(0, (a, b) -> a | b))
                .toArray();
        int[] exclusionBits = instants.stream()
                .mapToInt(together ->
                        together.stream().mapToInt(ActorEvent::exclusions).reduce(0, (a, b) -> a | b))
                .toArray();
        nextOfStep = next(stepBits, steps);
        nextOfExclusion = next(exclusionBits, exclusions);
    }

    int size() {
        return instants.size();
    }

    long millis(int instant) {
        return instants.get(instant).get(0).timestampMillis();
    }

    List<ActorEvent> at(int instant) {
        return instants.get(instant);
    }

    /** The first instant from this one on with an event that matches the step, or {@link #NONE}. */
    int nextOfStep(int step, int instant) {
        return nextOfStep[step][instant];
    }

    int nextOfExclusion(int exclusion, int instant) {
        return nextOfExclusion[exclusion][instant];
    }

    /** The instant of this moment, which must be one of the actor's. */
    int find(long millis) {
        int low = 0;
        int high = size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (millis(middle) < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<ActorEvent> last() {
        return instants.get(instants.size() - 1);
    }

    private static int[][] next(int[] bits, int kinds) {
        int[][] next = new int[kinds][bits.length + 1];
        for (int kind = 0; kind < kinds; kind++) {
            Arrays.fill(next[kind], NONE);
            for (int i = bits.length - 1; i >= 0; i--) {
                next[kind][i] = (bits[i] & 1 << kind) != 0 ? i : next[kind][i + 1];
            }
        }
        return next;
    }
}
