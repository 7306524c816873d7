package io.millrace.streams.record;

/**
 * The bytes of a {@link DeliveryRecord}. Format 1: version, texts workspace, sendId, channel, told (byte), event (text),
 * and if it is not told the event's body to the end.
 */
public final class DeliveryRecordCodec {

    static final byte VERSION = 1;

    private DeliveryRecordCodec() {}

    public static byte[] encode(DeliveryRecord record) {
        byte[] body = record.body();
        ByteWriter writer = new ByteWriter(100 + (body == null ? 0 : body.length))
                .one(VERSION)
                .text(record.workspace())
                .text(record.sendId())
                .text(record.channel())
                .one(record.told() ? 1 : 0)
                .text(record.event());
        return (body == null ? writer : writer.raw(body)).toByteArray();
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
        String event = reader.text();
        return new DeliveryRecord(workspace, sendId, channel, told, event, reader.atEnd() ? null : reader.rest());
    }
}
