package io.millrace.flink.audience.identity;

import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import io.millrace.flink.event.DedupePeriods;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RecordKind;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The four stages of identity, wired as the pipeline wires them, each with one task on RocksDB. */
final class Stages implements AutoCloseable {

    private static final DedupePeriods PERIODS = new DedupePeriods(Duration.ofHours(24), Duration.ofDays(30));

    private Keyed dedupe;
    private Keyed aliases;
    private Keyed links;
    private TwoInputStreamOperatorTestHarness<Note, Note, Routed> roots;
    private final List<Routed> told = new ArrayList<>();

    private static final class Keyed extends KeyedOneInputStreamOperatorTestHarness<Tuple2<Long, Long>, Note, Note> {
        Keyed(OneInputStreamOperator<Note, Note> stage) throws Exception {
            super(stage, Note::key, Types.TUPLE(Types.LONG, Types.LONG));
            setStateBackend(new EmbeddedRocksDBStateBackend());
        }

        /** What has come out besides since this was last asked. */
        List<Note> aside(OutputTag<Note> tag) {
            List<Note> notes = new ArrayList<>();
            var queue = getSideOutput(tag);
            while (queue != null && !queue.isEmpty()) {
                notes.add(queue.poll().getValue());
            }
            return notes;
        }

        List<Note> out() {
            List<Note> notes = new ArrayList<>(extractOutputValues());
            getOutput().clear();
            return notes;
        }
    }

    Stages() throws Exception {
        dedupe = new Keyed(new DedupeFunction(PERIODS));
        aliases = new Keyed(new AliasFunction());
        links = new Keyed(new LinkFunction());
        roots = new TwoInputStreamOperatorTestHarness<>(new RootsFunction());
        open();
    }

    private void open() throws Exception {
        dedupe.open();
        aliases.open();
        links.open();
        roots.open();
    }

    /** A record of topic events, as its bytes. */
    void arrive(long millis, int partition, long offset, byte[] value) throws Exception {
        NoteReader reader = new NoteReader();
        List<Note> read = new ArrayList<>();
        reader.deserialize(
                new ConsumerRecord<>(
                        "events",
                        partition,
                        offset,
                        millis,
                        TimestampType.LOG_APPEND_TIME,
                        0,
                        value.length,
                        null,
                        value,
                        new RecordHeaders(),
                        java.util.Optional.empty()),
                new org.apache.flink.api.common.functions.util.ListCollector<>(read));
        for (Note note : read) {
            if (note.kind() != Note.Kind.CLOCK) {
                dedupe.processElement(new StreamRecord<>(note, note.appendMillis()));
            }
        }
        passOn();
    }

    /** The engine's time has reached this instant everywhere. */
    void watermark(long millis) throws Exception {
        Watermark mark = new Watermark(millis);
        dedupe.processWatermark(mark);
        passOn();
        aliases.processWatermark(mark);
        passOn();
        links.processWatermark(mark);
        passOn();
        roots.processWatermark1(mark);
        roots.processWatermark2(mark);
        told.addAll(roots.extractOutputValues());
        roots.getOutput().clear();
    }

    private void passOn() throws Exception {
        for (Note note : dedupe.aside(Tags.TO_ALIASES)) {
            aliases.processElement(new StreamRecord<>(note));
        }
        for (Keyed stage : List.of(dedupe, aliases)) {
            for (Note note : stage.aside(Tags.TO_LINKS)) {
                links.processElement(new StreamRecord<>(note));
            }
        }
        for (Keyed stage : List.of(dedupe, aliases, links)) {
            for (Note note : stage.out()) {
                roots.processElement1(new StreamRecord<>(note));
            }
            for (Note note : stage.aside(Tags.MERGES)) {
                roots.processElement2(new StreamRecord<>(note));
            }
        }
    }

    /** A checkpoint, the end of all tasks, and new ones that go on from it. */
    void restart() throws Exception {
        OperatorSubtaskState ofDedupe = dedupe.snapshot(1, 1);
        OperatorSubtaskState ofAliases = aliases.snapshot(1, 1);
        OperatorSubtaskState ofLinks = links.snapshot(1, 1);
        OperatorSubtaskState ofRoots = roots.snapshot(1, 1);
        close();
        dedupe = new Keyed(new DedupeFunction(PERIODS));
        dedupe.initializeState(ofDedupe);
        aliases = new Keyed(new AliasFunction());
        aliases.initializeState(ofAliases);
        links = new Keyed(new LinkFunction());
        links.initializeState(ofLinks);
        roots = new TwoInputStreamOperatorTestHarness<>(new RootsFunction());
        roots.initializeState(ofRoots);
        open();
    }

    void seed(Note seed) throws Exception {
        if (seed.person().kind() == Person.Kind.USER) {
            roots.processElement1(new StreamRecord<>(seed));
        } else {
            links.processElement(new StreamRecord<>(seed));
        }
    }

    List<Routed> told() {
        return told;
    }

    /** What contacts were told so far, a line each: when, to whom, what. */
    List<String> lines() {
        return told.stream().map(Stages::line).toList();
    }

    static String line(Routed routed) {
        String to = routed.appendMillis() + " " + name(routed.root()) + " ";
        Person other = routed.other();
        String about = other == null ? "" : name(other);
        return switch (routed.kind()) {
            case EVENT, ACTION -> to + routed.kind() + " " + id(routed.value());
            case SLICE -> to + "SLICE " + about + " from " + routed.fromMillis();
            case EXPECT -> to + "EXPECT " + about + " " + routed.detail();
            case SLICE_END, HANDOVER -> to + routed.kind() + " " + about;
            case REFUSED -> to + "REFUSED " + routed.requestId() + ": " + routed.detail();
            case SEED, MOVE -> to + routed.kind();
        };
    }

    private static String name(Person person) {
        return (person.kind() == Person.Kind.USER ? "" : "?") + person.id();
    }

    private static String id(byte[] value) {
        try {
            return EventRecordCodec.kind(value) == RecordKind.EVENT
                    ? EventRecordCodec.decode(value).messageId()
                    : ContactRecordCodec.decode(value).requestId();
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        dedupe.close();
        aliases.close();
        links.close();
        roots.close();
    }
}
