package io.millrace.streams.record;

import io.millrace.core.event.RejectReason;
import java.util.Locale;

/**
 * The bytes of a {@link RejectedRecord}. Format 1: version, workspace, keyId, importId, messageId, reason, detail
 * (texts), position (8 bytes), payload to the end.
 */
public final class RejectedRecordCodec {

    static final byte VERSION = 1;

    private RejectedRecordCodec() {}

    public static byte[] encode(RejectedRecord record) {
        return new ByteWriter(256 + record.payload().length)
                .one(VERSION)
                .text(record.workspace())
                .text(record.keyId())
                .text(record.importId())
                .text(record.messageId())
                .text(record.reason().text())
                .text(record.detail())
                .millis(record.position())
                .raw(record.payload())
                .toByteArray();
    }

    public static RejectedRecord decode(byte[] value) throws UnreadableRecordException {
        ByteReader reader = new ByteReader(value);
        byte version = reader.one();
        if (version != VERSION) {
            throw new UnreadableRecordException("format version " + version + ", this version reads up to " + VERSION);
        }
        String workspace = reader.text();
        String keyId = reader.text();
        String importId = reader.text();
        String messageId = reader.textOrNull();
        String reasonText = reader.text();
        RejectReason reason;
        try {
            reason = RejectReason.valueOf(reasonText.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("reason " + reasonText + " is unknown");
        }
        String detail = reader.text();
        Long position = reader.millis();
        return new RejectedRecord(
                workspace, keyId, importId, messageId, reason, detail, position == null ? 0 : position, reader.rest());
    }
}
