package io.millrace.streams.record;

/** A tick in topic {@code events}: it says nothing but that its partition has reached its append time. */
public final class ClockRecord {

    private ClockRecord() {}

    public static byte[] encode() {
        return new byte[] {EventRecordCodec.VERSION, RecordKind.CLOCK.code()};
    }
}
