package io.millrace.query.funnel;

import java.util.List;

/**
 * An event as the tests write it.
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
        return new ActorEvent(timestampMillis, bits, named, exclusions, values);
    }

    static History history(List<ActorEvent> events) {
        History history = new History();
        for (ActorEvent event : events) {
            history.add(event.timestampMillis(), event.steps(), event.named(), event.exclusions(), event.values());
        }
        return history;
    }
}
