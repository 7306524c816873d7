package io.millrace.streams.record;

import io.millrace.core.event.EventType;

/**
 * The bytes of an {@link EventRecord}. Format 1: version, kind, type, flags (varint), workspace, keyId, importId,
 * messageId, event, userId, anonymousId (texts), timestamp, sentAt (8 bytes each), body to the end. Readers accept every
 * older version.
 */
public final class EventRecordCodec {

    static final byte VERSION = 1;

    private static final int HEADER_BYTES_EXPECTED = 256;

    private EventRecordCodec() {}

    public static byte[] encode(EventRecord record) {
        return new ByteWriter(HEADER_BYTES_EXPECTED + record.body().length)
                .one(VERSION)
                .one(RecordKind.EVENT.code())
                .one(record.type().code())
                .unsigned(record.flags())
                .text(record.workspace())
                .text(record.keyId())
                .text(record.importId())
                .text(record.messageId())
                .text(record.event())
                .text(record.userId())
                .text(record.anonymousId())
                .millis(record.timestampMillis())
                .millis(record.sentAtMillis())
                .raw(record.body())
                .toByteArray();
    }

    /** What the record is, from its first two bytes. */
    public static RecordKind kind(byte[] value) throws UnreadableRecordException {
        if (value.length < 2) {
            throw new UnreadableRecordException("has " + value.length + " bytes");
        }
        if (value[0] != VERSION) {
            throw new UnreadableRecordException("format version " + value[0] + ", this version reads up to " + VERSION);
        }
        return RecordKind.fromCode(value[1])
                .orElseThrow(() -> new UnreadableRecordException("kind " + value[1] + " is unknown"));
    }

    public static EventRecord decode(byte[] value) throws UnreadableRecordException {
        RecordKind kind = kind(value);
        if (kind != RecordKind.EVENT) {
            throw new UnreadableRecordException("is a " + kind + ", an event was expected");
        }
        ByteReader reader = new ByteReader(value);
        reader.one();
        reader.one();
        byte typeCode = reader.one();
        EventType type = EventType.fromCode(typeCode)
                .orElseThrow(() -> new UnreadableRecordException("event type " + typeCode + " is unknown"));
        int flags = reader.unsigned();
        try {
            return new EventRecord(
                    reader.text(),
                    reader.text(),
                    reader.text(),
                    type,
                    reader.text(),
                    reader.textOrNull(),
                    reader.textOrNull(),
                    reader.textOrNull(),
                    reader.millis(),
                    reader.millis(),
                    flags,
                    reader.rest());
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(String.valueOf(e.getMessage()));
        }
    }
}
