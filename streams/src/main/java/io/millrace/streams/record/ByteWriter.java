package io.millrace.streams.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The primitives of record formats: bytes, instants, lengths as varints, texts in UTF-8 with length + 1 (0: null). */
final class ByteWriter {

    static final long ABSENT_MILLIS = Long.MIN_VALUE;

    private byte[] bytes;
    private int length;

    ByteWriter(int expectedBytes) {
        this.bytes = new byte[expectedBytes];
    }

    ByteWriter one(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    ByteWriter millis(@Nullable Long value) {
        return bits(value == null ? ABSENT_MILLIS : value);
    }

    ByteWriter bits(long bits) {
        reserve(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (bits >>> shift);
        }
        return this;
    }

    ByteWriter unsigned(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            one((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return one(rest);
    }

    ByteWriter unsignedLong(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            one((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return one((int) rest);
    }

    ByteWriter text(@Nullable String text) {
        if (text == null) {
            return one(0);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return unsigned(utf8.length + 1).raw(utf8);
    }

    ByteWriter raw(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
