package io.millrace.core.audience;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote. Bytes that end too early are a broken system and fail with an exception. */
public final class StateReader {

    private final byte[] bytes;
    private int at;

    public StateReader(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    public int position() {
        return at;
    }

    public byte[] bytes() {
        return bytes;
    }

    public StateReader skip(int count) {
        at += count;
        return this;
    }

    public int one() {
        return bytes[at++] & 0xff;
    }

    public boolean flag() {
        return one() != 0;
    }

    public int four() {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | one();
        }
        return value;
    }

    public long eight() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | one();
        }
        return value;
    }

    public long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number without an end in the state at " + at);
    }

    /** A count or a length. */
    public int size() {
        long size = unsigned();
        if (size < 0 || size > bytes.length) {
            throw new IllegalArgumentException("a size of " + size + " in a state of " + bytes.length + " bytes");
        }
        return (int) size;
    }

    public long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    public String text() {
        String text = textOrNull();
        if (text == null) {
            throw new IllegalArgumentException("a text is missing in the state at " + at);
        }
        return text;
    }

    @Nullable
    public String textOrNull() {
        int size = size();
        if (size == 0) {
            return null;
        }
        String text = new String(bytes, at, size - 1, StandardCharsets.UTF_8);
        at += size - 1;
        return text;
    }

    public BigDecimal decimal() {
        int scale = Math.toIntExact(signed());
        int size = size();
        BigInteger unscaled = new BigInteger(Arrays.copyOfRange(bytes, at, at + size));
        at += size;
        return new BigDecimal(unscaled, scale);
    }
}
