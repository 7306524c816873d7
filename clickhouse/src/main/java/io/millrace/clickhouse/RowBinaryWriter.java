package io.millrace.clickhouse;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Values in ClickHouse's format {@code RowBinary}, appended to one growing buffer that is reused from block to block.
 * Knows no columns: a row is its values in the order of the insert's columns. Not thread-safe.
 */
public final class RowBinaryWriter {

    private static final int LARGEST_ONE_BYTE_LENGTH = 0x7f;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final VarHandle SHORT = littleEndian(short[].class);
    private static final VarHandle INT = littleEndian(int[].class);
    private static final VarHandle LONG = littleEndian(long[].class);

    private byte[] bytes;
    private int size;

    public RowBinaryWriter(int expectedBytes) {
        this.bytes = new byte[expectedBytes];
    }

    /** Bytes written since the start or the last {@link #clear()}. */
    public int size() {
        return size;
    }

    /** Forgets what was written and keeps the memory. */
    public void clear() {
        size = 0;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** A {@code String}; {@code LowCardinality(String)} has the same bytes. */
    public RowBinaryWriter string(String text) {
        if (text.length() <= LARGEST_ONE_BYTE_LENGTH) {
            reserve(1 + text.length());
            int end = ascii(text);
            if (end >= 0) {
                size = end;
                return this;
            }
        }
        return utf8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A {@code String} that is UTF-8 already. */
    public RowBinaryWriter utf8(byte[] text) {
        unsigned(text.length);
        reserve(text.length);
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
        return this;
    }

    public RowBinaryWriter uint8(int value) {
        reserve(Byte.BYTES);
        bytes[size++] = (byte) value;
        return this;
    }

    public RowBinaryWriter uint16(int value) {
        reserve(Short.BYTES);
        SHORT.set(bytes, size, (short) value);
        size += Short.BYTES;
        return this;
    }

    public RowBinaryWriter uint32(long value) {
        reserve(Integer.BYTES);
        INT.set(bytes, size, (int) value);
        size += Integer.BYTES;
        return this;
    }

    /** The 64 bits as they are: for {@code UInt64} and for {@code Int64}. */
    public RowBinaryWriter int64(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    public RowBinaryWriter uint64(long bits) {
        return int64(bits);
    }

    public RowBinaryWriter uint128(long high, long low) {
        reserve(2 * Long.BYTES);
        LONG.set(bytes, size, low);
        LONG.set(bytes, size + Long.BYTES, high);
        size += 2 * Long.BYTES;
        return this;
    }

    /** A {@code DateTime64(3)}: milliseconds since 1970. */
    public RowBinaryWriter dateTime64Millis(long epochMillis) {
        return int64(epochMillis);
    }

    /** A {@code DateTime}: whole seconds since 1970, up to 2106. */
    public RowBinaryWriter dateTimeSeconds(long epochSeconds) {
        if (epochSeconds < 0 || epochSeconds > 0xffff_ffffL) {
            throw new IllegalArgumentException(epochSeconds + " s since 1970 do not fit a DateTime (1970 to 2106)");
        }
        return uint32(epochSeconds);
    }

    public RowBinaryWriter strings(List<String> texts) {
        unsigned(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            string(texts.get(i));
        }
        return this;
    }

    public RowBinaryWriter map(Map<String, String> entries) {
        unsigned(entries.size());
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            string(entry.getKey());
            string(entry.getValue());
        }
        return this;
    }

    /** Writes length and characters of a short text and returns where they end; -1 when it is not plain ASCII. */
    private int ascii(String text) {
        int length = text.length();
        int at = size;
        bytes[at++] = (byte) length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > LARGEST_ONE_BYTE_LENGTH) {
                return -1;
            }
            bytes[at++] = (byte) c;
        }
        return at;
    }

    /** A length, in groups of seven bits, the lowest first. */
    public RowBinaryWriter unsigned(int value) {
        reserve(5);
        int rest = value;
        while ((rest & ~LARGEST_ONE_BYTE_LENGTH) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            long needed = (long) size + more;
            if (needed > LARGEST_ARRAY) {
                throw new IllegalStateException("a block of " + needed + " bytes does not fit one buffer");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(2L * bytes.length, needed), LARGEST_ARRAY));
        }
    }

    private static VarHandle littleEndian(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
    }
}
