package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.Routed;
import io.millrace.flink.audience.RoutedSerializer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/** The order buffer in keyed state: written with each checkpoint, read after a restart at any parallelism. */
final class PendingStore {

    private static final String PENDING = "pending";

    private final KeyedStateBackend<Tuple2<Long, Long>> backend;
    private final ListState<Routed> state;
    private Set<Tuple2<Long, Long>> saved = new HashSet<>();

    PendingStore(KeyedStateBackend<Tuple2<Long, Long>> backend, KeyedStateStore states) {
        this.backend = backend;
        this.state = states.getListState(new ListStateDescriptor<>(PENDING, RoutedSerializer.INSTANCE));
    }

    void restore(OrderBuffer buffer) throws Exception {
        try (Stream<Tuple2<Long, Long>> keys = backend.getKeys(PENDING, VoidNamespace.INSTANCE)) {
            keys.forEach(saved::add);
        }
        for (Tuple2<Long, Long> key : saved) {
            backend.setCurrentKey(key);
            for (Routed routed : state.get()) {
                buffer.add(routed);
            }
        }
    }

    /** Replaces what was saved before. */
    void save(OrderBuffer buffer) throws Exception {
        Map<Tuple2<Long, Long>, List<Routed>> all = buffer.all();
        for (Tuple2<Long, Long> key : saved) {
            if (!all.containsKey(key)) {
                backend.setCurrentKey(key);
                state.clear();
            }
        }
        for (Map.Entry<Tuple2<Long, Long>, List<Routed>> entry : all.entrySet()) {
            backend.setCurrentKey(entry.getKey());
            state.update(entry.getValue());
        }
        saved = new HashSet<>(all.keySet());
    }
}
