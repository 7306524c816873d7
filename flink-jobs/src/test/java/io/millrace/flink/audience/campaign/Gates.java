package io.millrace.flink.audience.campaign;

import io.millrace.core.campaign.CampaignSettings.SendRate;
import io.millrace.core.campaign.Elapsed;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.campaign.engine.GateLimits;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.contact.Move;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** The gates alone, on RocksDB: campaign {@code c} of workspace {@code ws_1} in Berlin. */
final class Gates implements AutoCloseable {

    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private KeyedOneInputStreamOperatorTestHarness<Tuple2<String, String>, GateNote, Outgoing> task;
    private long epoch;

    Gates() throws Exception {
        task = open(null);
    }

    private static KeyedOneInputStreamOperatorTestHarness<Tuple2<String, String>, GateNote, Outgoing> open(
            @Nullable OperatorSubtaskState state) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new GateFunction()), GateNote::key, Types.TUPLE(Types.STRING, Types.STRING));
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    /** Ends the task and starts one from what it had. */
    void restart() throws Exception {
        OperatorSubtaskState state = task.snapshot(1, 1);
        task.close();
        task = open(state);
    }

    void active(long at, @Nullable Integer perDay, @Nullable SendRate rate) throws Exception {
        inForce(at, CampaignStatus.ACTIVE, perDay, rate);
    }

    void inForce(long at, @Nullable CampaignStatus status, @Nullable Integer perDay, @Nullable SendRate rate)
            throws Exception {
        GateNote.InForce note =
                new GateNote.InForce("ws_1", "c", at, ++epoch, status, new GateLimits(perDay, rate, BERLIN));
        // As two tasks say it.
        tell(note);
        tell(note);
    }

    void request(long dueAt, String contact, String run) throws Exception {
        tell(new GateNote.Request("ws_1", "c", run, new Person(Person.Kind.USER, contact), dueAt));
    }

    void withdraw(String run) throws Exception {
        tell(new GateNote.Withdrawal("ws_1", "c", run));
    }

    void unused(long grantedAt) throws Exception {
        tell(new GateNote.Unused("ws_1", "c", grantedAt));
    }

    private void tell(GateNote note) throws Exception {
        task.processElement(new StreamRecord<>(note));
    }

    void time(long millis) throws Exception {
        task.processWatermark(new Watermark(millis));
    }

    /** What was granted since it was last asked, as {@code run@instant}. */
    List<String> granted() throws IOException {
        List<String> granted = new ArrayList<>();
        for (Outgoing record : task.extractOutputValues()) {
            Move.Granted move = (Move.Granted) Move.read(record.value);
            granted.add(move.run() + "@" + move.grantedAt());
        }
        task.getOutput().clear();
        return granted;
    }

    List<Move.Granted> grants() throws IOException {
        List<Move.Granted> grants = new ArrayList<>();
        for (Outgoing record : task.extractOutputValues()) {
            grants.add((Move.Granted) Move.read(record.value));
        }
        return grants;
    }

    /** How many campaigns anything is known of. */
    long known() {
        long keys = 0;
        for (String state : List.of("gate", "queue", "by-run")) {
            try (Stream<?> some = task.getOperator().getKeyedStateBackend().getKeys(state, VoidNamespace.INSTANCE)) {
                keys += some.count();
            }
        }
        return keys;
    }

    static SendRate rate(int max, String per) {
        return new SendRate(max, Elapsed.of(per));
    }

    static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Override
    public void close() throws Exception {
        task.close();
    }
}
