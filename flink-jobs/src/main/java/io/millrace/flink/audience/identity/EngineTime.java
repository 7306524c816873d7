package io.millrace.flink.audience.identity;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes of append times the engine's time, which never goes back: where a broker's clock stepped back, the partition
 * stands still at the newest time it has reached, also over a restart. Takes ticks out, whose time the watermark has.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState first
final class EngineTime extends ProcessFunction<Note, Note> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private transient ListState<Tuple2<Integer, Long>> state;
    private transient Map<Integer, Long> newest;

    /** Every task knows every partition's time: which one reads it after a restart is not known yet. */
    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("engine-time", Types.TUPLE(Types.INT, Types.LONG)));
        newest = new HashMap<>();
        for (Tuple2<Integer, Long> reached : state.get()) {
            newest.merge(reached.f0, reached.f1, Math::max);
        }
    }

    @Override
    public void processElement(Note note, Context context, Collector<Note> notes) {
        long reached = newest.merge(note.partition(), note.appendMillis(), Math::max);
        if (note.kind() != Note.Kind.CLOCK) {
            notes.collect(reached == note.appendMillis() ? note : note.at(reached));
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        state.clear();
        for (Map.Entry<Integer, Long> reached : newest.entrySet()) {
            state.add(Tuple2.of(reached.getKey(), reached.getValue()));
        }
    }
}
