package io.millrace.core.audience;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The primitives of the state's format: bytes, fixed numbers, varints, texts in UTF-8 with length + 1 (0: null). */
public final class StateWriter {

    private byte[] bytes;
    private int length;

    public StateWriter(int expectedBytes) {
        this.bytes = new byte[Math.max(expectedBytes, 16)];
    }

    public int length() {
        return length;
    }

    public StateWriter one(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public StateWriter flag(boolean value) {
        return one(value ? 1 : 0);
    }

    public StateWriter four(int value) {
        reserve(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public StateWriter eight(long value) {
        reserve(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public StateWriter unsigned(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** Small for numbers near zero on either side. */
    public StateWriter signed(long value) {
        return unsigned(value << 1 ^ value >> 63);
    }

    public StateWriter text(@Nullable String text) {
        if (text == null) {
            return one(0);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return unsigned(utf8.length + 1L).raw(utf8, 0, utf8.length);
    }

    public StateWriter decimal(BigDecimal value) {
        byte[] unscaled = value.unscaledValue().toByteArray();
        return signed(value.scale()).unsigned(unscaled.length).raw(unscaled, 0, unscaled.length);
    }

    public StateWriter raw(byte[] more, int from, int count) {
        reserve(count);
        System.arraycopy(more, from, bytes, length, count);
        length += count;
        return this;
    }

    /** A part with its length before it, so that it can be skipped. */
    public StateWriter part(StateWriter part) {
        return unsigned(part.length).raw(part.bytes, 0, part.length);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
