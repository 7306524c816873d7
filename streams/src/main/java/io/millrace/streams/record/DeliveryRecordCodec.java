package io.millrace.streams.record;

import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link DeliveryRecord}. Format 1: version, texts workspace, sendId, channel, told (byte), at (eight
 * bytes), count of events (varint) and each as a text, properties (text).
 */
public final class DeliveryRecordCodec {

    static final byte VERSION = 1;

    private static final int EVENTS_MAX = 16;

    private DeliveryRecordCodec() {}

    public static byte[] encode(DeliveryRecord record) {
        ByteWriter writer = new ByteWriter(120 + record.properties().length())
                .one(VERSION)
                .text(record.workspace())
                .text(record.sendId())
                .text(record.channel())
                .one(record.told() ? 1 : 0)
                .bits(record.at())
                .unsigned(record.events().size());
        record.events().forEach(writer::text);
        return writer.text(record.properties()).toByteArray();
    }

    public static DeliveryRecord decode(byte[] value) throws UnreadableRecordException {
        ByteReader reader = new ByteReader(value);
        byte version = reader.one();
        if (version != VERSION) {
            throw new UnreadableRecordException("is of format " + version + ", this version reads " + VERSION);
        }
        String workspace = reader.text();
        String sendId = reader.text();
        String channel = reader.text();
        boolean told = reader.one() != 0;
        long at = reader.bits();
        int count = reader.unsigned();
        if (count < 0 || count > EVENTS_MAX) {
            throw new UnreadableRecordException("has " + count + " events");
        }
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(reader.text());
        }
        return new DeliveryRecord(workspace, sendId, channel, told, at, events, reader.text());
    }
}
