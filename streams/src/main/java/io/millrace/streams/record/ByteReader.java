package io.millrace.streams.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote; refuses, instead of running past the end. */
final class ByteReader {

    private final ByteBuffer bytes;

    ByteReader(byte[] value) {
        this.bytes = ByteBuffer.wrap(value);
    }

    byte one() throws UnreadableRecordException {
        need(1);
        return bytes.get();
    }

    @Nullable
    Long millis() throws UnreadableRecordException {
        long value = bits();
        return value == ByteWriter.ABSENT_MILLIS ? null : value;
    }

    long bits() throws UnreadableRecordException {
        need(Long.BYTES);
        return bytes.getLong();
    }

    int unsigned() throws UnreadableRecordException {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = one();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new UnreadableRecordException("a length of more than five bytes");
    }

    long unsignedLong() throws UnreadableRecordException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = one();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new UnreadableRecordException("a number of more than ten bytes");
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    @Nullable
    String textOrNull() throws UnreadableRecordException {
        int length = unsigned() - 1;
        if (length < 0) {
            return null;
        }
        need(length);
        String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }

    String text() throws UnreadableRecordException {
        String text = textOrNull();
        if (text == null) {
            throw new UnreadableRecordException("a text that must be there is missing");
        }
        return text;
    }

    byte[] rest() {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return rest;
    }

    private void need(int count) throws UnreadableRecordException {
        if (count < 0 || bytes.remaining() < count) {
            throw new UnreadableRecordException(
                    "ends at byte " + bytes.limit() + ", " + count + " more expected from " + bytes.position());
        }
    }
}
