package io.millrace.flink.audience.contact;

import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.DefinitionArrival;
import io.millrace.flink.audience.GateNote;
import io.millrace.flink.audience.Outgoing;
import io.millrace.flink.audience.Routed;
import io.millrace.flink.sink.EncodedRow;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.DefinitionRecord;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.SeedRecord;
import io.millrace.streams.record.SeedRecordCodec;
import io.millrace.streams.record.SegmentChange;
import io.millrace.streams.record.SegmentChangeCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * The contact stage alone, on RocksDB, at any parallelism: what it is told goes to the task that has the key, definitions
 * and watermarks to all. Records for topic contact-moves come back when {@link #commit()} says so, as after a checkpoint.
 */
final class Stage implements AutoCloseable {

    static final String WORKSPACE = "ws_1";
    private static final int KEY_GROUPS = 128;

    private final List<
                    KeyedTwoInputStreamOperatorTestHarness<Tuple2<Long, Long>, Routed, DefinitionArrival, EncodedRow>>
            tasks = new ArrayList<>();
    private final List<SegmentChange> changes = new ArrayList<>();
    private final List<EncodedRow> rows = new ArrayList<>();
    private final List<byte[]> moves = new ArrayList<>();
    private final CampaignsTold campaigns = new CampaignsTold();
    private final List<Outgoing> sends = new ArrayList<>();
    private final List<GateNote> notes = new ArrayList<>();
    private final CampaignEffects.Factory effects;
    private long offset;
    private long processingMillis;

    Stage(int parallelism) throws Exception {
        this.effects = written -> campaigns;
        open(parallelism, null);
    }

    /** With what the job does with what runs have done. */
    Stage(int parallelism, CampaignEffects.Factory effects) throws Exception {
        this.effects = effects;
        open(parallelism, null);
    }

    private void open(int parallelism, @Nullable OperatorSubtaskState state) throws Exception {
        for (int task = 0; task < parallelism; task++) {
            var harness = new KeyedTwoInputStreamOperatorTestHarness<
                    Tuple2<Long, Long>, Routed, DefinitionArrival, EncodedRow>(
                    new ContactFunction(effects),
                    Routed::key,
                    null,
                    Types.TUPLE(Types.LONG, Types.LONG),
                    KEY_GROUPS,
                    parallelism,
                    task);
            harness.setStateBackend(new EmbeddedRocksDBStateBackend());
            harness.setup();
            if (state != null) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        state, KEY_GROUPS, tasksBefore, parallelism, task));
            }
            harness.open();
            harness.setProcessingTime(processingMillis);
            tasks.add(harness);
        }
    }

    private int tasksBefore;

    /** Takes a snapshot, ends all tasks and starts as many as said from it. */
    void restart(int parallelism) throws Exception {
        restore(snapshot(), parallelism);
    }

    OperatorSubtaskState snapshot() throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (var task : tasks) {
            task.prepareSnapshotPreBarrier(1);
            states.add(task.snapshot(1, 1));
        }
        return AbstractStreamOperatorTestHarness.repackageState(states.toArray(new OperatorSubtaskState[0]));
    }

    void restore(OperatorSubtaskState state, int parallelism) throws Exception {
        collect();
        tasksBefore = tasks.size();
        close();
        tasks.clear();
        open(parallelism, state);
    }

    // What it is told.

    /** @return the version */
    long define(long at, String segment, String rules) throws Exception {
        return segment(
                at,
                segment,
                "{\"id\":\"%s\",\"name\":\"%s\",\"type\":\"dynamic\",\"rules\":%s,"
                                .formatted(segment, segment, rules.replace('\'', '"'))
                        + "\"created_at\":\"2026-03-02T12:00:00Z\",\"updated_at\":\"2026-03-02T12:00:00Z\"}");
    }

    private long segment(long at, String segment, String body) throws Exception {
        return definition(at, Definition.Kind.SEGMENT, segment, DefinitionRecord.live(body));
    }

    void defineStatic(long at, String segment) throws Exception {
        segment(
                at,
                segment,
                "{\"id\":\"%s\",\"name\":\"%s\",\"type\":\"static\",\"created_at\":\"2026-03-02T12:00:00Z\","
                                .formatted(segment, segment)
                        + "\"updated_at\":\"2026-03-02T12:00:00Z\"}");
    }

    void backfilled(long at, String segment, long version) throws Exception {
        definition(
                at,
                Definition.Kind.BACKFILL,
                segment,
                DefinitionRecord.live("{\"version\":%d,\"state\":\"done\",\"progress\":1}".formatted(version)));
    }

    void delete(long at, String segment) throws Exception {
        definition(at, Definition.Kind.SEGMENT, segment, DefinitionRecord.deleted());
    }

    /** @return the version of its definition */
    long version(long at, String campaign, long number, String content) throws Exception {
        String fields = content.replace('\'', '"').trim();
        return definition(
                at,
                Definition.Kind.CAMPAIGN_VERSION,
                campaign + "#" + number,
                DefinitionRecord.live("{\"campaign\":\"%s\",\"number\":%d,\"created_at\":\"2026-03-02T12:00:00Z\",%s"
                        .formatted(campaign, number, fields.substring(1))));
    }

    void campaign(long at, String id, long version, String status, long activation, boolean enroll, String... fires)
            throws Exception {
        campaignText(
                at,
                id,
                "{\"id\":\"%s\",\"name\":\"%s\",\"status\":\"%s\",\"version\":%d,\"activation\":%d,\"enroll_existing\":%s,"
                                .formatted(id, id, status, version, activation, enroll)
                        + "\"fires\":["
                        + Stream.of(fires).map(trigger -> "\"" + trigger + "\"").collect(Collectors.joining(","))
                        + "],\"created_at\":\"2026-03-02T12:00:00Z\",\"updated_at\":\"2026-03-02T12:00:00Z\"}");
    }

    void campaignText(long at, String id, String body) throws Exception {
        definition(at, Definition.Kind.CAMPAIGN, id, DefinitionRecord.live(body));
    }

    void noCampaign(long at, String id) throws Exception {
        definition(at, Definition.Kind.CAMPAIGN, id, DefinitionRecord.deleted());
    }

    void settings(long at, String body) throws Exception {
        definition(at, Definition.Kind.SETTINGS, WORKSPACE, DefinitionRecord.live(body));
    }

    /** A campaign's gate lets a run send. */
    void grant(Person contact, String campaign, String run, long at) throws Exception {
        byte[] value = new Move.Granted(WORKSPACE, contact, campaign, run, at).outgoing().value;
        tell(routed(Routed.Kind.MOVE, contact, 0, 0, null, 0, "", "", value));
    }

    /** Defined and with its past at once, as if nothing had been stored before. */
    long live(long at, String segment, String rules) throws Exception {
        long version = define(at, segment, rules);
        backfilled(at, segment, version);
        return version;
    }

    long definition(long at, Definition.Kind kind, String id, byte[] value) throws Exception {
        long version = offset++;
        byte[] key = DefinitionRecord.key(new Definition.Key(kind, WORKSPACE, id));
        for (var task : tasks) {
            task.processElement2(new StreamRecord<>(new DefinitionArrival(version, at, key, value)));
        }
        return version;
    }

    void event(String user, String name, long at) throws Exception {
        event(user, name, at, at, "{}");
    }

    void event(String user, String name, long at, long timestamp, String properties) throws Exception {
        tell(eventOf(new Person(Person.Kind.USER, user), name, at, timestamp, offset++, properties));
    }

    void anonymousEvent(String id, String name, long at) throws Exception {
        tell(eventOf(new Person(Person.Kind.ANONYMOUS, id), name, at, at, offset++, "{}"));
    }

    static Routed eventOf(Person person, String name, long at, long timestamp, long offset, String properties) {
        boolean user = person.kind() == Person.Kind.USER;
        EventRecord event = new EventRecord(
                WORKSPACE,
                "key_1",
                "",
                EventType.TRACK,
                "m-" + offset,
                name,
                user ? person.id() : null,
                user ? null : person.id(),
                timestamp,
                null,
                0,
                ("{\"context\":{},\"properties\":" + properties.replace('\'', '"') + "}")
                        .getBytes(StandardCharsets.UTF_8));
        return routed(Routed.Kind.EVENT, person, at, offset, null, 0, "", "", EventRecordCodec.encode(event));
    }

    void action(String user, long at, String requestId, String body) throws Exception {
        Person person = new Person(Person.Kind.USER, user);
        ContactRecord record = new ContactRecord(
                WORKSPACE, "key_1", requestId, person, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        tell(routed(Routed.Kind.ACTION, person, at, offset++, null, 0, "", "", ContactRecordCodec.encode(record)));
    }

    /** As identity says it: the target's note and the source's, of the same record. */
    void merge(Person source, Person target, long at, String resolution, String requestId) throws Exception {
        long place = offset++;
        tell(routed(Routed.Kind.SLICE, target, at, place, source, 0, "", "", new byte[0]));
        tell(routed(Routed.Kind.EXPECT, target, at, place, source, 0, requestId, resolution, new byte[0]));
        tell(routed(Routed.Kind.HANDOVER, source, at, place, target, 0, "", "", new byte[0]));
    }

    void seed(SeedRecord seed, Person root) throws Exception {
        tell(routed(Routed.Kind.SEED, root, 0, 0, null, 0, "", "", SeedRecordCodec.encode(seed)));
    }

    static Routed routed(
            Routed.Kind kind,
            Person root,
            long at,
            long offset,
            @Nullable Person other,
            long from,
            String requestId,
            String detail,
            byte[] value) {
        return new Routed(
                kind,
                Routed.keyOf(WORKSPACE, root),
                WORKSPACE,
                root,
                at,
                0,
                offset,
                other,
                from,
                requestId,
                detail,
                value);
    }

    void tell(Routed routed) throws Exception {
        int task = org.apache.flink.runtime.state.KeyGroupRangeAssignment.assignKeyToParallelOperator(
                routed.key(), KEY_GROUPS, tasks.size());
        tasks.get(task).processElement1(new StreamRecord<>(routed));
    }

    /** Both inputs have come so far. */
    void advanceTo(long at) throws Exception {
        for (var task : tasks) {
            task.processWatermark1(new Watermark(at));
            task.processWatermark2(new Watermark(at));
        }
    }

    /** Only what contacts are told has. */
    void routedAdvanceTo(long at) throws Exception {
        for (var task : tasks) {
            task.processWatermark1(new Watermark(at));
        }
    }

    void definitionsAdvanceTo(long at) throws Exception {
        for (var task : tasks) {
            task.processWatermark2(new Watermark(at));
        }
    }

    /** Time by the wall clock, in which walks go on. */
    void waitMillis(long millis) throws Exception {
        for (long end = processingMillis + millis; processingMillis < end; ) {
            processingMillis++;
            for (var task : tasks) {
                task.setProcessingTime(processingMillis);
            }
        }
    }

    /** What was sent to contact-moves so far can be read. */
    void commit() throws Exception {
        collect();
        List<byte[]> committed = new ArrayList<>(moves);
        moves.clear();
        for (byte[] value : committed) {
            Move move = Move.read(value);
            tell(routed(Routed.Kind.MOVE, move.target(), 0, 0, null, 0, "", "", value));
        }
    }

    // What comes of it.

    private void collect() throws UnreadableRecordException {
        for (var task : tasks) {
            for (Object element : task.getOutput()) {
                if (element instanceof StreamRecord<?> record && record.getValue() instanceof EncodedRow row) {
                    rows.add(row);
                }
            }
            task.getOutput().clear();
            var records = task.getSideOutput(ContactFunction.RECORDS);
            if (records != null) {
                for (StreamRecord<Outgoing> record : records) {
                    take(record.getValue());
                }
                records.clear();
            }
            var told = task.getSideOutput(ContactFunction.GATE);
            if (told != null) {
                told.forEach(note -> notes.add(note.getValue()));
                told.clear();
            }
        }
    }

    private void take(Outgoing record) throws UnreadableRecordException {
        if (record.topic.equals(Topics.CONTACT_MOVES)) {
            moves.add(record.value);
        } else if (record.topic.equals(Topics.SENDS)) {
            sends.add(record);
        } else {
            changes.add(SegmentChangeCodec.decode(record.value));
        }
    }

    /** Transitions since the last call, each as {@code alice entered buyers 12 event}. */
    List<String> changes() throws Exception {
        collect();
        List<String> told = changes.stream()
                .map(change -> "%s %s %s %d %s"
                        .formatted(
                                change.externalId() + change.anonymousId(),
                                change.entered() ? "entered" : "exited",
                                change.segment(),
                                change.at(),
                                change.cause()))
                .toList();
        changes.clear();
        return told;
    }

    /** Records for topic sends since the last call. */
    List<Outgoing> sends() throws Exception {
        collect();
        List<Outgoing> all = List.copyOf(sends);
        sends.clear();
        return all;
    }

    /** What gates were told since the last call. */
    List<GateNote> notes() throws Exception {
        collect();
        List<GateNote> all = List.copyOf(notes);
        notes.clear();
        return all;
    }

    /** What runs have done since the last call, see {@link CampaignsTold}. */
    List<String> told() {
        return campaigns.take();
    }

    /** The same, messages alone. */
    List<String> sent() {
        return told().stream().filter(line -> line.contains(" sent ")).toList();
    }

    /** What tasks said of campaigns since the last call. */
    List<String> inForce() {
        return campaigns.takeInForce();
    }

    /** The ids of all runs that have begun, in order. */
    List<String> runs() {
        return campaigns.runs();
    }

    /** Rows of a table since the last call. */
    List<Row> rows(int table) throws Exception {
        collect();
        List<Row> found = rows.stream()
                .filter(row -> row.table == table)
                .map(row -> new Row(row.rowBinary))
                .toList();
        rows.removeIf(row -> row.table == table);
        return found;
    }

    @Override
    public void close() throws Exception {
        for (var task : tasks) {
            task.close();
        }
    }
}
