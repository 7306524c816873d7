package io.millrace.query.funnel;

import java.util.ArrayList;
import java.util.List;

/**
 * How what an event matches is written as one number: from the lowest bit on its steps, its exclusions, and for each step
 * that wants the first event of its name whether the event has that name. Immutable.
 */
final class EventBits {

    /** With so few bits the number and the event's milliseconds fit together into eight bytes, for centuries. */
    private static final int PACKED_MAX = 19;

    private final int steps;
    private final int exclusions;
    private final List<Integer> named = new ArrayList<>();

    EventBits(FunnelQuery query) {
        this.steps = query.steps().size();
        this.exclusions = query.exclusions().size();
        for (int step = 0; step < steps; step++) {
            if (query.steps().get(step).firstTime() == FunnelStep.FirstTime.EVER) {
                named.add(step);
            }
        }
    }

    int count() {
        return steps + exclusions + named.size();
    }

    boolean fitBesideTime() {
        return count() <= PACKED_MAX;
    }

    /** The steps whose names are asked for, in the order of their bits. */
    List<Integer> namedSteps() {
        return List.copyOf(named);
    }

    long stepMask() {
        return (1L << steps) - 1;
    }

    void add(History history, long at, long bits) {
        history.add(at, steps(bits), named(bits), exclusions(bits));
    }

    void add(History history, long at, long bits, List<String> values) {
        history.add(at, steps(bits), named(bits), exclusions(bits), values);
    }

    private int steps(long bits) {
        return (int) (bits & stepMask());
    }

    private int exclusions(long bits) {
        return (int) (bits >>> steps & (1L << exclusions) - 1);
    }

    private int named(long bits) {
        int found = 0;
        for (int i = 0; i < named.size(); i++) {
            found |= (bits >>> steps + exclusions + i & 1) != 0 ? 1 << named.get(i) : 0;
        }
        return found;
    }
}
