package io.millrace.query.funnel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a funnel needs to know of one actor's events, in order of time. Kept in arrays that are used again for the next
 * actor, since millions of events pass through. Used by one thread.
 */
final class History {

    private static final int FIRST_CAPACITY = 64;

    private long[] at = new long[FIRST_CAPACITY];
    private int[] steps = new int[FIRST_CAPACITY];
    private int[] named = new int[FIRST_CAPACITY];
    private int[] exclusions = new int[FIRST_CAPACITY];
    private final List<List<String>> values = new ArrayList<>();
    private int size;

    void clear() {
        size = 0;
        values.clear();
    }

    /**
     * @param at epoch milliseconds, not before the event added last
     * @param stepBits a bit for each step whose selector and filters it matches
     * @param namedBits a bit for each step whose name it has, whatever the filters say
     * @param exclusionBits a bit for each exclusion it matches
     */
    void add(long at, int stepBits, int namedBits, int exclusionBits) {
        if (size == this.at.length) {
            grow();
        }
        this.at[size] = at;
        steps[size] = stepBits;
        named[size] = namedBits;
        exclusions[size] = exclusionBits;
        size++;
    }

    /** @param groupValues its group values, empty texts where absent */
    void add(long at, int stepBits, int namedBits, int exclusionBits, List<String> groupValues) {
        add(at, stepBits, namedBits, exclusionBits);
        values.add(groupValues);
    }

    int size() {
        return size;
    }

    long at(int event) {
        return at[event];
    }

    int steps(int event) {
        return steps[event];
    }

    int named(int event) {
        return named[event];
    }

    int exclusions(int event) {
        return exclusions[event];
    }

    /** The event's group values; none where it came without. */
    List<String> values(int event) {
        return values.isEmpty() ? List.of() : values.get(event);
    }

    boolean fills(int event, int step) {
        return (steps[event] & 1 << step) != 0;
    }

    /** Adds an event of another history, with other step bits. */
    void copy(History from, int event, int stepBits) {
        add(from.at[event], stepBits, from.named[event], from.exclusions[event]);
        if (!from.values.isEmpty()) {
            values.add(from.values.get(event));
        }
    }

    private void grow() {
        int capacity = size * 2;
        at = Arrays.copyOf(at, capacity);
        steps = Arrays.copyOf(steps, capacity);
        named = Arrays.copyOf(named, capacity);
        exclusions = Arrays.copyOf(exclusions, capacity);
    }
}
