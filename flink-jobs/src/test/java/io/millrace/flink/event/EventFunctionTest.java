package io.millrace.flink.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.EventFlag;
import io.millrace.core.event.EventType;
import io.millrace.core.event.RejectReason;
import io.millrace.flink.Records;
import io.millrace.flink.arrival.Arrival;
import io.millrace.flink.arrival.ArrivalKey;
import io.millrace.flink.sink.EncodedRow;
import io.millrace.streams.record.ClockRecord;
import io.millrace.streams.record.Decision;
import io.millrace.streams.record.DecisionsCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator alone, on RocksDB: what leaves it, and what it remembers. */
@SuppressWarnings("NullAway.Init")
class EventFunctionTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final DedupePeriods PERIODS = new DedupePeriods(Duration.ofHours(24), Duration.ofDays(30));

    private KeyedOneInputStreamOperatorTestHarness<Tuple2<Long, Long>, Arrival, EncodedRow> harness;
    private long offset;

    @BeforeEach
    void start() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void aCopyWithinThePeriodIsNotStored() throws Exception {
        arrive(NOON, "m1");
        arrive(NOON.plus(Duration.ofHours(24)).minusMillis(1), "m1");
        assertThat(tables()).containsExactly(Tables.EVENTS);

        arrive(NOON.plus(Duration.ofHours(24)), "m1");
        assertThat(tables()).containsExactly(Tables.EVENTS, Tables.EVENTS);
    }

    @Test
    void aCopyIsKnownAfterARestart() throws Exception {
        arrive(NOON, "m1");
        restart();

        arrive(NOON.plusSeconds(60), "m1");

        assertThat(tables()).isEmpty();
    }

    @Test
    void deltasLeaveBeforeTheBarrierOnce() throws Exception {
        arrive(NOON, "m1");
        arrive(NOON.plusMillis(1), "m1");
        arrive(NOON.plusMillis(2), "m2");
        assertThat(tables()).containsExactly(Tables.EVENTS, Tables.EVENTS);

        harness.prepareSnapshotPreBarrier(1);
        // One minute; outcomes stored and duplicate.
        assertThat(tables())
                .containsExactly(
                        Tables.EVENTS,
                        Tables.EVENTS,
                        Tables.EVENT_COUNTS,
                        Tables.INGEST_OUTCOMES,
                        Tables.INGEST_OUTCOMES);

        harness.prepareSnapshotPreBarrier(2);
        assertThat(tables()).hasSize(5);
    }

    @Test
    void whatWasDecidedLeavesInABatchAMomentLaterOrWithTheEnd() throws Exception {
        harness.setProcessingTime(1_000);
        arrive(NOON, "m1");
        arrive(NOON.plusMillis(1), "m1");
        arrive(NOON, withBody("m2", "{\"context\":{}}", 0, -1L));
        harness.setProcessingTime(1_099);
        assertThat(decisions()).isEmpty();

        harness.setProcessingTime(1_100);
        assertThat(decisions())
                .containsExactly(
                        new Decision(3, 0, Decision.Outcome.STORED, null, ""),
                        new Decision(3, 1, Decision.Outcome.DUPLICATE, null, ""),
                        new Decision(
                                3,
                                2,
                                Decision.Outcome.REJECTED,
                                RejectReason.TIMESTAMP_OUT_OF_RANGE,
                                "timestamp: lies before 1970 once corrected by sentAt; expected 1970 or later"));

        arrive(NOON, "m3");
        harness.endInput();
        harness.getOneInputOperator().finish();
        assertThat(decisions()).last().isEqualTo(new Decision(3, 3, Decision.Outcome.STORED, null, ""));
    }

    private List<Decision> decisions() throws Exception {
        List<Decision> decisions = new ArrayList<>();
        var batches = harness.getSideOutput(EventFunction.DECISIONS);
        if (batches != null) {
            for (StreamRecord<byte[]> batch : batches) {
                decisions.addAll(DecisionsCodec.decode(batch.getValue()));
            }
        }
        return decisions;
    }

    @Test
    void whatIsOverIsForgottenByTheEnginesTimeAlone() throws Exception {
        for (int i = 0; i < 100; i++) {
            arrive(NOON, "m" + i);
        }
        assertThat(remembered()).isEqualTo(100);

        // Days pass by the wall clock at best; without a watermark nothing is forgotten.
        arrive(NOON.plus(Duration.ofDays(2)), "later");
        assertThat(remembered()).isEqualTo(101);

        harness.processWatermark(new Watermark(NOON.plus(Duration.ofDays(2)).toEpochMilli()));
        for (int i = 0; i < 100; i++) {
            arrive(NOON.plus(Duration.ofDays(2)), "new" + i);
        }
        assertThat(remembered()).isEqualTo(101);
    }

    @Test
    void importsAreRememberedForLonger() throws Exception {
        arrive(NOON, Records.track("ws", "alice", "m1", "purchase", null, "import"));
        harness.processWatermark(new Watermark(NOON.plus(Duration.ofDays(29)).toEpochMilli()));
        arrive(NOON.plus(Duration.ofDays(29)), "other");

        arrive(NOON.plus(Duration.ofDays(29)), Records.track("ws", "alice", "m1", "purchase", null, "again"));

        assertThat(tables()).containsExactly(Tables.EVENTS, Tables.EVENTS);
    }

    @Test
    void aRecordThatCannotBeReadIsKept() throws Exception {
        harness.processElement(new StreamRecord<>(
                new Arrival(false, 3, 7, NOON.toEpochMilli(), ArrivalKey.ofPlace(3, 7), new byte[] {9})));

        assertThat(tables()).containsExactly(Tables.REJECTED_EVENTS);
    }

    @Test
    void ticksInsertNothingByThemselvesAndAreCountedWithTheNextEvent() throws Exception {
        tick();
        harness.prepareSnapshotPreBarrier(1);
        assertThat(tables()).isEmpty();

        restart();
        arrive(NOON, "m1");
        tick();
        harness.prepareSnapshotPreBarrier(2);
        // The event, its minute, its outcome, and one row for both ticks.
        assertThat(tables())
                .containsExactly(Tables.EVENTS, Tables.EVENT_COUNTS, Tables.INGEST_OUTCOMES, Tables.INGEST_OUTCOMES);
        byte[] others = harness.extractOutputValues().get(3).rowBinary;
        assertThat(others[others.length - 8]).isEqualTo((byte) 2);
    }

    private void tick() throws Exception {
        harness.processElement(new StreamRecord<>(new Arrival(
                false, 3, offset, NOON.toEpochMilli(), ArrivalKey.ofPlace(3, offset++), ClockRecord.encode())));
    }

    @Test
    void noBodyStopsTheJob() throws Exception {
        for (String body : List.of("", "{", "}", "{}", "[]", "{\"context\":{", "{\"properties\":{},\"context\":{}}")) {
            for (int flags : new int[] {0, EventFlag.NOT_A_NUMBER_AS_NULL.bit()}) {
                arrive(NOON, withBody("m-" + body + flags, body, flags, null));
                arrive(NOON, withBody("old-" + body + flags, body, flags, -1L));
            }
        }

        assertThat(tables()).hasSize(28).containsOnly(Tables.REJECTED_EVENTS);
    }

    @Test
    void timesOfAnySizeDoNotStopTheJob() throws Exception {
        arrive(NOON, withBody("m1", "{\"context\":{}}", 0, Long.MIN_VALUE + 1));
        arrive(NOON, withBody("m2", "{\"context\":{}}", 0, Long.MAX_VALUE));

        assertThat(tables()).containsExactly(Tables.REJECTED_EVENTS, Tables.EVENTS);
    }

    private static EventRecord withBody(String messageId, String body, int flags, @Nullable Long timestampMillis) {
        return new EventRecord(
                "ws",
                "key_1",
                "",
                EventType.TRACK,
                messageId,
                "purchase",
                "alice",
                null,
                timestampMillis,
                null,
                flags,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private KeyedOneInputStreamOperatorTestHarness<Tuple2<Long, Long>, Arrival, EncodedRow> harness() throws Exception {
        var made = new KeyedOneInputStreamOperatorTestHarness<Tuple2<Long, Long>, Arrival, EncodedRow>(
                new EventFunction(PERIODS, Duration.ofMinutes(5)),
                arrival -> arrival.key().tuple(),
                Types.TUPLE(Types.LONG, Types.LONG));
        made.setStateBackend(new EmbeddedRocksDBStateBackend());
        return made;
    }

    private void restart() throws Exception {
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(state);
        harness.open();
    }

    private void arrive(Instant at, String messageId) throws Exception {
        arrive(at, Records.track("ws", "alice", messageId));
    }

    private void arrive(Instant at, EventRecord record) throws Exception {
        harness.processElement(new StreamRecord<>(new Arrival(
                false, 3, offset++, at.toEpochMilli(), ArrivalKey.of(record), EventRecordCodec.encode(record))));
    }

    private long remembered() {
        KeyedStateBackend<?> backend = ((EventFunction) harness.getOneInputOperator()).getKeyedStateBackend();
        try (Stream<?> keys = backend.getKeys(EventFunction.SEEN, VoidNamespace.INSTANCE)) {
            return keys.count();
        }
    }

    private List<Integer> tables() {
        List<Integer> tables = new ArrayList<>();
        for (EncodedRow row : harness.extractOutputValues()) {
            tables.add(row.table);
        }
        return tables;
    }
}
