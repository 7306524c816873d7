package io.millrace.flink.audience.identity;

import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.identity.JoinedContacts;
import io.millrace.core.audience.identity.JoinedContacts.Joining;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends each record to the key that holds its contact. The second input brings every merge of known contacts to every
 * task; as none of them may be judged before an earlier one, records and merges wait for the engine's time and are taken
 * in order of arrival.
 *
 * <p>State is the merges as they were received, the same in all tasks at every barrier. What follows from them is worked
 * out anew after a restart, since the tasks may have got to different instants.
 */
@SuppressWarnings("NullAway.Init") // Flink initialises operators in initializeState
final class RootsFunction extends AbstractStreamOperator<Routed> implements TwoInputStreamOperator<Note, Note, Routed> {

    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    private transient BroadcastState<Tuple2<Long, Long>, Note> merges;
    private transient ListState<Note> heldState;
    private transient ListState<Long> reachedState;

    private transient ArrivalQueue records;
    private transient ArrivalQueue pendingMerges;
    private transient JoinedContacts joined;
    private transient long reached;
    private transient StreamRecord<Routed> out;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        merges = context.getOperatorStateStore()
                .getBroadcastState(new MapStateDescriptor<>("merges", Types.TUPLE(Types.LONG, Types.LONG), Note.TYPE));
        heldState = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("held", Note.TYPE));
        reachedState =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("reached", Types.LONG));
        records = new ArrivalQueue();
        pendingMerges = new ArrivalQueue();
        joined = new JoinedContacts();
        out = new StreamRecord<>(null);
        heldState.get().forEach(records::add);
        for (Map.Entry<Tuple2<Long, Long>, Note> merge : merges.entries()) {
            pendingMerges.add(merge.getValue());
        }
        reached = Long.MIN_VALUE;
        if (context.isRestored()) {
            long least = Long.MAX_VALUE;
            for (long reachedBySome : reachedState.get()) {
                least = Math.min(least, reachedBySome);
            }
            reached = least == Long.MAX_VALUE ? Long.MIN_VALUE : least;
            applyMergesUntil(reached);
        }
    }

    @Override
    public void processElement1(StreamRecord<Note> element) {
        records.add(element.getValue());
    }

    @Override
    public void processElement2(StreamRecord<Note> element) throws Exception {
        Note merge = element.getValue();
        merges.put(Tuple2.of(merge.arrival().millis(), merge.arrival().sequence()), merge);
        pendingMerges.add(merge);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        reached = mark.getTimestamp();
        for (Note note = records.pollUntil(reached); note != null; note = records.pollUntil(reached)) {
            applyMergesUntil(note.arrival());
            route(note);
        }
        applyMergesUntil(reached);
        super.processWatermark(mark);
    }

    private void applyMergesUntil(long millis) {
        applyMergesUntil(new Arrival(millis, Long.MAX_VALUE));
    }

    private void applyMergesUntil(Arrival arrival) {
        for (Note merge = pendingMerges.pollUntil(arrival); merge != null; merge = pendingMerges.pollUntil(arrival)) {
            joined.join(merge.workspace(), merge.person(), merge.about(), merge.arrival());
        }
    }

    private void route(Note note) {
        switch (note.kind()) {
            case EVENT -> emit(record(Routed.Kind.EVENT, note));
            case ACTION -> emit(record(Routed.Kind.ACTION, note));
            case SEED -> emit(seed(note));
            case MERGE -> merge(note);
            case MOVE -> {
                Person target = root(note, note.about());
                emit(slice(note, target, note.person(), 0));
                handOver(note, note.person(), target);
            }
            case OWN -> emit(slice(note, root(note, note.about()), note.person(), 0));
            case RELINK -> relink(note);
            case REFUSED -> refuse(note, note.detail());
            case CLOCK, KNOWN, ALIAS, LINK, ADOPT ->
                throw new IllegalStateException("a note of kind " + note.kind() + " has no place here");
        }
    }

    private void merge(Note note) {
        Optional<Joining> joining = joined.joiningAt(note.workspace(), note.person(), note.arrival());
        if (joining.isPresent()) {
            Person source = joining.get().source();
            Person target = joining.get().target();
            emit(slice(note, target, source, 0));
            handOver(note, source, target);
        } else if (!note.requestId().isEmpty()) {
            refuse(note, DedupeFunction.SAME);
        }
    }

    private void handOver(Note note, Person source, Person target) {
        emit(told(Routed.Kind.EXPECT, note, target, source, 0, note.detail()));
        emit(told(Routed.Kind.HANDOVER, note, source, target, 0, ""));
    }

    /** Between two ids of one contact nothing changes. */
    private void relink(Note note) {
        Person before = root(note, new Person(Person.Kind.USER, note.detail()));
        Person after = root(note, note.about());
        if (!before.equals(after)) {
            emit(told(Routed.Kind.SLICE_END, note, before, note.person(), 0, ""));
            emit(slice(note, after, note.person(), note.appendMillis()));
        }
    }

    private void refuse(Note note, String reason) {
        emit(told(Routed.Kind.REFUSED, note, root(note, note.person()), null, 0, reason));
    }

    private static Routed slice(Note note, Person root, Person person, long fromMillis) {
        return told(Routed.Kind.SLICE, note, root, person, fromMillis, "");
    }

    private Person root(Note note, Person person) {
        return joined.root(note.workspace(), person);
    }

    private Routed record(Routed.Kind kind, Note note) {
        Person root = root(note, note.person());
        return new Routed(
                kind,
                root.equals(note.person()) ? note.key() : Routed.keyOf(note.workspace(), root),
                note.workspace(),
                root,
                note.appendMillis(),
                note.partition(),
                note.offset(),
                null,
                0,
                "",
                "",
                note.value());
    }

    private Routed seed(Note note) {
        Person root = root(note, note.person());
        return new Routed(
                Routed.Kind.SEED,
                Routed.keyOf(note.workspace(), root),
                note.workspace(),
                root,
                0,
                0,
                0,
                null,
                0,
                "",
                "",
                note.value());
    }

    private static Routed told(
            Routed.Kind kind, Note note, Person root, @Nullable Person other, long fromMillis, String detail) {
        return new Routed(
                kind,
                Routed.keyOf(note.workspace(), root),
                note.workspace(),
                root,
                note.appendMillis(),
                note.partition(),
                note.offset(),
                other,
                fromMillis,
                kind == Routed.Kind.EXPECT || kind == Routed.Kind.REFUSED ? note.requestId() : "",
                detail,
                NOTHING);
    }

    private void emit(Routed routed) {
        output.collect(out.replace(routed, routed.appendMillis()));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        heldState.clear();
        for (Note note : records.all()) {
            heldState.add(note);
        }
        reachedState.clear();
        reachedState.add(reached);
    }
}
