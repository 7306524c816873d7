package io.millrace.flink.event;

import io.millrace.clickhouse.RowBinaryWriter;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventFlag;
import io.millrace.core.event.EventTime;
import io.millrace.core.event.RejectReason;
import io.millrace.flink.arrival.Arrival;
import io.millrace.flink.sink.EncodedRow;
import io.millrace.streams.Topics;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventText;
import io.millrace.streams.record.RejectedRecord;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of all tables of EventJob as ClickHouse's RowBinary, columns as in {@link Tables}. Not thread-safe. */
final class RowEncoder {

    private static final int ROW_BYTES_EXPECTED = 4 * 1024;

    private final RowBinaryWriter row = new RowBinaryWriter(ROW_BYTES_EXPECTED);
    private final JsonPaths paths = new JsonPaths();

    /** Fails if the body is none that an event's text can be composed of. */
    EncodedRow event(EventRecord record, Arrival arrival, EventTime time) throws IOException {
        if (!EventText.composes(record.body())) {
            throw new IOException("does not begin with its context");
        }
        paths.read(record.body());
        Set<EventFlag> flags = flags(record, time);
        ContactId person = ContactId.of(record.workspace(), record.person());
        row.clear();
        row.string(record.workspace())
                .string(record.eventName())
                .string(record.type().text())
                .dateTime64Millis(time.millis())
                .uint128(person.high16(), person.low64())
                .string(orEmpty(record.userId()))
                .string(orEmpty(record.anonymousId()))
                .string(record.messageId())
                .dateTime64Millis(arrival.appendMillis())
                .uint16(arrival.partition())
                .uint64(arrival.offset())
                .string(record.keyId())
                .string(record.importId())
                .strings(
                        flags.isEmpty()
                                ? List.of()
                                : flags.stream().map(EventFlag::text).toList())
                .map(paths.properties())
                .map(paths.context())
                .map(paths.traits())
                .utf8(EventText.compose(record, time.millis(), arrival.appendMillis(), flags));
        return new EncodedRow(Tables.EVENTS, row.toByteArray());
    }

    EncodedRow count(EventMinute minute, long onTime, long late) {
        row.clear();
        row.string(minute.workspace())
                .string(minute.event())
                .string(minute.type().text())
                .dateTimeSeconds(minute.startSeconds())
                .uint64(onTime)
                .uint64(late);
        return new EncodedRow(Tables.EVENT_COUNTS, row.toByteArray());
    }

    EncodedRow outcome(OutcomeKey key, long n) {
        row.clear();
        row.string(key.workspace())
                .string(key.keyId())
                .string(key.importId())
                .string(topic(key.rejectedTopic()))
                .uint16(key.partition())
                .string(key.outcome().text())
                .uint64(n);
        return new EncodedRow(Tables.INGEST_OUTCOMES, row.toByteArray());
    }

    /** A record that ingest has rejected, or that cannot be read. */
    EncodedRow rejected(RejectedRecord rejected, Arrival arrival) {
        row.clear();
        row.string(rejected.workspace())
                .dateTime64Millis(arrival.appendMillis())
                .string(topic(arrival.rejected()))
                .uint16(arrival.partition())
                .uint64(arrival.offset())
                .string(rejected.keyId())
                .string(rejected.importId())
                .string(orEmpty(rejected.messageId()))
                .string(rejected.reason().text())
                .string(rejected.detail())
                .int64(rejected.position())
                .utf8(rejected.payload());
        return new EncodedRow(Tables.REJECTED_EVENTS, row.toByteArray());
    }

    /** An event of the topic that the job itself cannot store, with its text as far as it is known. */
    EncodedRow rejected(EventRecord record, Arrival arrival, RejectReason reason, String detail, long timestampMillis) {
        byte[] payload = EventText.composes(record.body())
                ? EventText.compose(record, timestampMillis, arrival.appendMillis(), EventFlag.of(record.flags()))
                : record.body();
        return rejected(
                new RejectedRecord(
                        record.workspace(),
                        record.keyId(),
                        record.importId(),
                        record.messageId(),
                        reason,
                        detail,
                        0,
                        payload),
                arrival);
    }

    private static Set<EventFlag> flags(EventRecord record, EventTime time) {
        Set<EventFlag> flags = EventFlag.of(record.flags());
        if (time.future()) {
            flags.add(EventFlag.FUTURE_TIMESTAMP);
        }
        return flags;
    }

    private static String topic(boolean rejected) {
        return rejected ? Topics.REJECTED : Topics.EVENTS;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
