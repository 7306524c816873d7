package io.millrace.flink.audience.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.EventTime;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.flink.audience.Routed;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads of topic {@code events} what identity decides by; the rest stays bytes. What EventJob rejects is nothing but its
 * time here, and so is what neither of them can read.
 */
final class NoteReader implements KafkaRecordDeserializationSchema<Note> {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    });

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Note> notes) {
        notes.collect(read(record));
    }

    private static Note read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return clock(record);
        }
        try {
            return switch (EventRecordCodec.kind(value)) {
                case EVENT -> event(record, EventRecordCodec.decode(value));
                case CONTACT -> change(record, ContactRecordCodec.decode(value));
                case CLOCK -> clock(record);
            };
        } catch (UnreadableRecordException e) {
            return clock(record);
        }
    }

    private static Note clock(ConsumerRecord<byte[], byte[]> record) {
        return Note.clock(record.timestamp(), record.partition(), record.offset());
    }

    private static Note event(ConsumerRecord<byte[], byte[]> record, EventRecord event) {
        if (!EventTime.of(event.timestampMillis(), event.sentAtMillis(), record.timestamp())
                .inRange()) {
            return clock(record);
        }
        Person person = event.person();
        boolean linked = person.kind() == Person.Kind.USER && isId(event.anonymousId());
        return new Note(
                Note.Kind.EVENT,
                Routed.keyOf(event.workspace(), person),
                event.workspace(),
                person,
                record.timestamp(),
                record.partition(),
                record.offset(),
                linked ? Person.of(null, event.anonymousId()) : null,
                event.type() == EventType.ALIAS ? previousId(event.body()) : "",
                "",
                messageHash('m', event.messageId()),
                event.imported(),
                record.value());
    }

    private static Note change(ConsumerRecord<byte[], byte[]> record, ContactRecord change) {
        MergeBody merge = MergeBody.read(change.body());
        return new Note(
                merge == null ? Note.Kind.ACTION : merge.source() == null ? Note.Kind.REFUSED : Note.Kind.MERGE,
                Routed.keyOf(change.workspace(), change.person()),
                change.workspace(),
                change.person(),
                record.timestamp(),
                record.partition(),
                record.offset(),
                merge == null ? null : merge.source(),
                merge == null ? "" : merge.detail(),
                change.requestId(),
                messageHash('r', change.requestId()),
                false,
                merge == null ? record.value() : new byte[0]);
    }

    private static String previousId(byte[] body) {
        try {
            JsonNode previous = JSON.readTree(body).path("previousId");
            return previous.isTextual() || previous.isNumber() ? previous.asText() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isId(@Nullable String id) {
        return id != null && !id.isEmpty();
    }

    /** The first 64 bits of SHA-256: enough among the records of one person in one period. */
    static long messageHash(char namespace, String id) {
        MessageDigest digest = SHA_256.get();
        digest.update((byte) namespace);
        return ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    @Override
    public TypeInformation<Note> getProducedType() {
        return Note.TYPE;
    }
}
