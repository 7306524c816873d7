package io.millrace.flink.event;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Two counters per key, since they were last drained. Not thread-safe.
 *
 * @param <K> what is counted by
 */
final class Deltas<K> {

    /** The two counters of one key. */
    static final class Counters {
        private long first;
        private long second;

        long first() {
            return first;
        }

        long second() {
            return second;
        }
    }

    private final Map<K, Counters> counters = new HashMap<>();

    void addFirst(K key) {
        counters.computeIfAbsent(key, absent -> new Counters()).first++;
    }

    void addSecond(K key) {
        counters.computeIfAbsent(key, absent -> new Counters()).second++;
    }

    int size() {
        return counters.size();
    }

    /** Hands every key over with its counters and starts again from nothing. */
    void drain(BiConsumer<K, Counters> consumer) {
        counters.forEach(consumer);
        counters.clear();
    }
}
