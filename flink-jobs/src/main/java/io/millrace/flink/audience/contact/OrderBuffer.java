package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.Routed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.java.tuple.Tuple2;

/** What waits until the engine's time has reached it. Not thread-safe. */
final class OrderBuffer {

    private final TreeMap<Long, List<Routed>> byInstant = new TreeMap<>();

    void add(Routed routed) {
        byInstant
                .computeIfAbsent(routed.appendMillis(), instant -> new ArrayList<>())
                .add(routed);
    }

    /** Takes out what its instant has come for, by contact. */
    Map<Tuple2<Long, Long>, List<Routed>> takeThrough(long millis) {
        NavigableMap<Long, List<Routed>> due = byInstant.headMap(millis, true);
        Map<Tuple2<Long, Long>, List<Routed>> taken = byKey(due.values());
        due.clear();
        return taken;
    }

    /** The last instant that something waits for. */
    long lastInstant() {
        return byInstant.isEmpty() ? Long.MIN_VALUE : byInstant.lastKey();
    }

    /** Everything, by contact; it stays. */
    Map<Tuple2<Long, Long>, List<Routed>> all() {
        return byKey(byInstant.values());
    }

    private static Map<Tuple2<Long, Long>, List<Routed>> byKey(Collection<List<Routed>> instants) {
        Map<Tuple2<Long, Long>, List<Routed>> byKey = new HashMap<>();
        for (List<Routed> instant : instants) {
            for (Routed routed : instant) {
                byKey.computeIfAbsent(routed.key(), key -> new ArrayList<>(2)).add(routed);
            }
        }
        return byKey;
    }
}
