package io.millrace.flink.event;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * Counts the records that are no events, by partition. They are accounted for together with events, or after some seconds
 * by themselves: the ticks of an idle stream alone must not insert with every checkpoint. What has not left is state.
 */
final class OtherRecords {

    private static final Duration ALONE_AFTER = Duration.ofSeconds(5);

    private final ListState<Tuple2<Integer, Long>> state;
    private final Map<Integer, Long> counts = new TreeMap<>();
    private long leftNanos = System.nanoTime();

    OtherRecords(OperatorStateStore store) throws Exception {
        state = store.getListState(new ListStateDescriptor<>("other-records", Types.TUPLE(Types.INT, Types.LONG)));
        for (Tuple2<Integer, Long> count : state.get()) {
            counts.merge(count.f0, count.f1, Long::sum);
        }
    }

    void add(int partition) {
        counts.merge(partition, 1L, Long::sum);
    }

    /** @param withOthers whether something else leaves as well */
    void drain(boolean withOthers, ObjLongConsumer<Integer> consumer) {
        long now = System.nanoTime();
        if (!withOthers && now - leftNanos < ALONE_AFTER.toNanos()) {
            return;
        }
        leftNanos = now;
        counts.forEach(consumer::accept);
        counts.clear();
    }

    void save() throws Exception {
        state.clear();
        for (Map.Entry<Integer, Long> count : counts.entrySet()) {
            state.add(Tuple2.of(count.getKey(), count.getValue()));
        }
    }
}
