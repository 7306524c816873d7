package io.millrace.query.funnel;

import java.util.List;

/**
 * What a funnel needs to know of one event.
 *
 * @param steps a bit for each step whose selector and filters it matches
 * @param named a bit for each step whose name it has, whatever the filters say
 * @param exclusions a bit for each exclusion it matches
 * @param values its group values, empty texts where absent; no values where nothing is grouped
 */
record ActorEvent(long timestampMillis, int steps, int named, int exclusions, List<String> values) {

    ActorEvent {
        values = List.copyOf(values);
    }

    boolean fills(int step) {
        return (steps & 1 << step) != 0;
    }

    boolean hasValue() {
        return values.stream().anyMatch(value -> !value.isEmpty());
    }

    ActorEvent withSteps(int bits) {
        return bits == steps ? this : new ActorEvent(timestampMillis, bits, named, exclusions, values);
    }
}
