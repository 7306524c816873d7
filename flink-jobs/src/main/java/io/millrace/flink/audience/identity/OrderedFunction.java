package io.millrace.flink.audience.identity;

import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * A stage that is told what concerns a person's key by several partitions and judges it in order of arrival: it holds
 * notes until the engine's time has passed them.
 */
@SuppressWarnings("NullAway.Init") // Flink initialises operators in initializeState
abstract class OrderedFunction extends AbstractStreamOperator<Note> implements OneInputStreamOperator<Note, Note> {

    private static final long serialVersionUID = 1L;

    private transient ArrivalQueue queue;
    private transient StreamRecord<Note> out;

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        queue = new ArrivalQueue();
        out = new StreamRecord<>(null);
        if (context.isRestored()) {
            HeldNotes.restore(queue, context.getRawKeyedStateInputs());
        }
    }

    @Override
    public void processElement(StreamRecord<Note> element) {
        queue.add(element.getValue());
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        for (Note note = queue.pollUntil(mark.getTimestamp());
                note != null;
                note = queue.pollUntil(mark.getTimestamp())) {
            setCurrentKey(note.key());
            judge(note);
        }
        super.processWatermark(mark);
    }

    /** Under the note's key; everything of that key that arrived before has been judged. */
    abstract void judge(Note note) throws Exception;

    final void emit(Note note) {
        output.collect(out.replace(note, note.appendMillis()));
    }

    final void emit(OutputTag<Note> tag, Note note) {
        output.collect(tag, out.replace(note, note.appendMillis()));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        HeldNotes.save(
                queue,
                context.getRawKeyedOperatorStateOutput(),
                getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks());
    }
}
