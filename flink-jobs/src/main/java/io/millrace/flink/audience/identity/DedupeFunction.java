package io.millrace.flink.audience.identity;

import io.millrace.core.audience.ConflictResolution;
import io.millrace.core.event.Person;
import io.millrace.flink.event.DedupePeriods;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Takes out copies, by the same key, periods and append times as EventJob, and sends on what a record tells of other ids.
 * Copies of a record lie in its own partition, so nothing has to wait here. Records of external ids then go straight to
 * their contact; those of anonymous ids by way of their links.
 */
@SuppressWarnings("NullAway.Init") // Flink initialises operators in initializeState
final class DedupeFunction extends AbstractStreamOperator<Note> implements OneInputStreamOperator<Note, Note> {

    private static final long serialVersionUID = 1L;
    private static final String MESSAGES = "messages";

    /** Refusals, for whoever asked for the merge. */
    static final String SAME = "source and target are the same contact";

    static final String BOTH_ANONYMOUS = "neither contact has an external id: link both to one instead";

    private final DedupePeriods periods;

    private transient MapState<Long, Long> messages;
    private transient ValueState<Boolean> known;
    private transient RecentKeys knownLately;
    private transient MessageSweep sweep;
    private transient StreamRecord<Note> out;

    DedupeFunction(DedupePeriods periods) {
        this.periods = periods;
    }

    @Override
    public void initializeState(StateInitializationContext context) {
        messages = context.getKeyedStateStore().getMapState(new MapStateDescriptor<>(MESSAGES, Types.LONG, Types.LONG));
        known = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("known", Types.BOOLEAN));
        knownLately = new RecentKeys();
        sweep = new MessageSweep(this.<Tuple2<Long, Long>>getKeyedStateBackend(), messages, MESSAGES, periods);
        out = new StreamRecord<>(null);
    }

    @Override
    public void processElement(StreamRecord<Note> element) throws Exception {
        Note note = element.getValue();
        if (!isCopy(note)) {
            boolean user = note.person().kind() == Person.Kind.USER;
            if (user) {
                know(note);
            }
            switch (note.kind()) {
                case EVENT, ACTION -> record(note, user);
                case MERGE -> merge(note, note.about(), user);
                default -> emit(note);
            }
        }
        sweep.step();
    }

    private boolean isCopy(Note note) throws Exception {
        Long remembered = messages.get(note.messageHash());
        if (remembered != null && periods.isCopy(remembered, note.appendMillis())) {
            return true;
        }
        messages.put(note.messageHash(), DedupePeriods.remember(note.appendMillis(), note.imported()));
        return false;
    }

    private void know(Note note) throws Exception {
        if (!knownLately.add(note.key()) && known.value() == null) {
            known.update(true);
            emit(Tags.TO_ALIASES, note.tell(Note.Kind.KNOWN, note.person(), null, ""));
        }
    }

    private void record(Note note, boolean user) {
        if (note.other() != null) {
            emit(
                    Tags.TO_LINKS,
                    note.tell(Note.Kind.LINK, note.other(), note.person(), ConflictResolution.NEWEST.name()));
        }
        String previousId = note.detail();
        if (!previousId.isEmpty() && !(user && previousId.equals(note.person().id()))) {
            Person previous = new Person(Person.Kind.USER, previousId);
            emit(Tags.TO_ALIASES, note.tell(Note.Kind.ALIAS, previous, note.person(), ""));
        }
        if (user) {
            emit(note.plain());
        } else {
            emit(Tags.TO_LINKS, note.plain());
        }
    }

    /** The record stands under the target's key. An id that is merged away counts as known, also if it was unseen. */
    private void merge(Note note, Person source, boolean intoUser) {
        if (source.equals(note.person())) {
            emit(note.tell(Note.Kind.REFUSED, note.person(), null, SAME));
            return;
        }
        boolean fromUser = source.kind() == Person.Kind.USER;
        if (!fromUser && !intoUser) {
            emit(note.tell(Note.Kind.REFUSED, note.person(), null, BOTH_ANONYMOUS));
            return;
        }
        if (fromUser) {
            emit(Tags.TO_ALIASES, note.tell(Note.Kind.KNOWN, source, null, ""));
        }
        if (!intoUser) {
            emit(Tags.TO_LINKS, note.tell(Note.Kind.ADOPT, note.person(), source, note.detail()));
        } else if (fromUser) {
            Note merge = note.tell(Note.Kind.MERGE, source, note.person(), note.detail());
            emit(merge);
            emit(Tags.MERGES, merge);
        } else {
            emit(Tags.TO_LINKS, note.tell(Note.Kind.LINK, source, note.person(), note.detail()));
        }
    }

    private void emit(Note note) {
        output.collect(out.replace(note, note.appendMillis()));
    }

    private void emit(OutputTag<Note> tag, Note note) {
        output.collect(tag, out.replace(note, note.appendMillis()));
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        sweep.advanceTo(mark.getTimestamp());
        super.processWatermark(mark);
    }

    @Override
    public void close() throws Exception {
        closeSweep(sweep);
        super.close();
    }

    private static void closeSweep(@Nullable MessageSweep sweep) {
        if (sweep != null) {
            sweep.close();
        }
    }
}
