package io.millrace.flink.event;

import io.millrace.core.event.EventTime;
import io.millrace.core.event.RejectReason;
import io.millrace.flink.arrival.Arrival;
import io.millrace.flink.sink.EncodedRow;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RecordKind;
import io.millrace.streams.record.RejectedRecord;
import io.millrace.streams.record.RejectedRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * All that happens to an arrival, in the order of its partition: read it, reject or recognise it, make its row, count it.
 * Every decision takes the append time for now, so a replay decides the same. Counts and outcomes leave as additive
 * deltas before each checkpoint's barrier, in the same checkpoint as the rows they count.
 */
@SuppressWarnings("NullAway.Init") // Flink initialises operators in initializeState
public final class EventFunction extends AbstractStreamOperator<EncodedRow>
        implements OneInputStreamOperator<Arrival, EncodedRow> {

    private static final long serialVersionUID = 1L;

    /** What was decided about events, in batches, for who watches them; see {@link Decisions}. */
    public static final OutputTag<byte[]> DECISIONS =
            new OutputTag<>("decisions", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    static final String SEEN = "seen";

    /** Deltas leave early past so many keys, so that a history of fifty years does not gather in memory. */
    private static final int DELTA_KEYS_MAX = 50_000;

    private final DedupePeriods periods;
    private final Duration allowedLateness;

    private transient ValueState<Long> seen;
    private transient SeenSweep sweep;
    private transient RowEncoder rows;
    private transient Deltas<EventMinute> counts;
    private transient Deltas<OutcomeKey> outcomes;
    private transient OtherRecords others;
    private transient Decisions decisions;
    private transient StreamRecord<EncodedRow> out;

    /** @param allowedLateness after a window's end within which an arrival still counts as on time */
    public EventFunction(DedupePeriods periods, Duration allowedLateness) {
        this.periods = periods;
        this.allowedLateness = allowedLateness;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        seen = context.getKeyedStateStore().getState(new ValueStateDescriptor<>(SEEN, Types.LONG));
        sweep = new SeenSweep(this.<Tuple2<Long, Long>>getKeyedStateBackend(), seen, SEEN, periods);
        rows = new RowEncoder();
        counts = new Deltas<>();
        outcomes = new Deltas<>();
        others = new OtherRecords(context.getOperatorStateStore());
        decisions = new Decisions(
                getProcessingTimeService(), batch -> output.collect(DECISIONS, new StreamRecord<>(batch)));
        out = new StreamRecord<>(null);
    }

    @Override
    public void processElement(StreamRecord<Arrival> element) throws Exception {
        Arrival arrival = element.getValue();
        if (arrival.rejected()) {
            rejectedByIngest(arrival);
        } else {
            fromEvents(arrival);
        }
        sweep.step();
        if (counts.size() > DELTA_KEYS_MAX || outcomes.size() > DELTA_KEYS_MAX) {
            emitDeltas();
        }
    }

    private void fromEvents(Arrival arrival) throws Exception {
        EventRecord record;
        try {
            if (EventRecordCodec.kind(arrival.value()) != RecordKind.EVENT) {
                others.add(arrival.partition());
                return;
            }
            record = EventRecordCodec.decode(arrival.value());
        } catch (UnreadableRecordException e) {
            unreadable(arrival, e);
            return;
        }
        EventTime time = EventTime.of(record.timestampMillis(), record.sentAtMillis(), arrival.appendMillis());
        if (!time.inRange()) {
            Long claimed = record.timestampMillis();
            reject(
                    record,
                    arrival,
                    RejectReason.TIMESTAMP_OUT_OF_RANGE,
                    "timestamp: lies before 1970 once corrected by sentAt; expected 1970 or later",
                    claimed == null ? time.millis() : claimed);
        } else if (isCopy(record, arrival)) {
            decisions.duplicate(arrival);
            account(record, arrival, Outcome.DUPLICATE);
        } else {
            store(record, arrival, time);
        }
    }

    private boolean isCopy(EventRecord record, Arrival arrival) throws IOException {
        Long remembered = seen.value();
        if (remembered != null && periods.isCopy(remembered, arrival.appendMillis())) {
            return true;
        }
        seen.update(DedupePeriods.remember(arrival.appendMillis(), record.imported()));
        return false;
    }

    private void store(EventRecord record, Arrival arrival, EventTime time) {
        EncodedRow row;
        try {
            row = rows.event(record, arrival, time);
        } catch (IOException e) {
            reject(record, arrival, RejectReason.UNREADABLE_RECORD, "body: " + e.getMessage(), time.millis());
            return;
        }
        emit(row);
        EventMinute minute = EventMinute.of(record.workspace(), record.eventName(), record.type(), time.millis());
        if (minute.isLate(arrival.appendMillis(), allowedLateness)) {
            counts.addSecond(minute);
        } else {
            counts.addFirst(minute);
        }
        decisions.stored(arrival);
        account(record, arrival, Outcome.STORED);
    }

    private void reject(EventRecord record, Arrival arrival, RejectReason reason, String detail, long timestampMillis) {
        emit(rows.rejected(record, arrival, reason, detail, timestampMillis));
        decisions.rejected(arrival, reason, detail);
        account(record, arrival, Outcome.REJECTED);
    }

    private void rejectedByIngest(Arrival arrival) {
        RejectedRecord rejected;
        try {
            rejected = RejectedRecordCodec.decode(arrival.value());
        } catch (UnreadableRecordException e) {
            unreadable(arrival, e);
            return;
        }
        emit(rows.rejected(rejected, arrival));
        account(rejected.workspace(), rejected.keyId(), rejected.importId(), arrival, Outcome.REJECTED);
    }

    /** Kept with its raw bytes; it belongs to no workspace, since that cannot be read either. */
    private void unreadable(Arrival arrival, UnreadableRecordException e) {
        String detail = "record: " + e.getMessage();
        emit(rows.rejected(
                new RejectedRecord("", "", "", null, RejectReason.UNREADABLE_RECORD, detail, 0, arrival.value()),
                arrival));
        account("", "", "", arrival, Outcome.REJECTED);
    }

    private void account(EventRecord record, Arrival arrival, Outcome outcome) {
        account(record.workspace(), record.keyId(), record.importId(), arrival, outcome);
    }

    private void account(String workspace, String keyId, String importId, Arrival arrival, Outcome outcome) {
        outcomes.addFirst(new OutcomeKey(workspace, keyId, importId, arrival.rejected(), arrival.partition(), outcome));
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        sweep.advanceTo(mark.getTimestamp());
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        emitDeltas();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        others.save();
    }

    @Override
    public void finish() throws Exception {
        emitDeltas();
        decisions.flush();
        super.finish();
    }

    private void emitDeltas() {
        boolean some = outcomes.size() > 0;
        counts.drain((minute, n) -> emit(rows.count(minute, n.first(), n.second())));
        outcomes.drain((key, n) -> emit(rows.outcome(key, n.first())));
        others.drain(some, (partition, n) -> emit(rows.outcome(otherThanEvents(partition), n)));
    }

    private static OutcomeKey otherThanEvents(int partition) {
        return new OutcomeKey("", "", "", false, partition, Outcome.OTHER);
    }

    private void emit(EncodedRow row) {
        output.collect(out.replace(row));
    }

    @Override
    public void close() throws Exception {
        closeSweep(sweep);
        super.close();
    }

    private static void closeSweep(@Nullable SeenSweep sweep) {
        if (sweep != null) {
            sweep.close();
        }
    }
}
