package io.millrace.clickhouse;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Values in ClickHouse's format {@code RowBinary}, read one after the other. Knows no columns: whoever reads knows their
 * order. An answer that ends within a value is an {@link EOFException}. Not thread-safe.
 */
public final class RowBinaryReader {

    private static final int BUFFER_BYTES = 1 << 17;
    private static final int LENGTH_BITS_MAX = 31;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    public RowBinaryReader(InputStream in) {
        this.in = in;
    }

    /** Whether another row begins here. */
    public boolean hasNext() throws IOException {
        return at < end || fill(1);
    }

    /** An {@code UInt8}. */
    public int byteValue() throws IOException {
        need(1);
        return buffer[at++] & 0xff;
    }

    /** An {@code UInt16}. */
    public int shortValue() throws IOException {
        need(Short.BYTES);
        int value = Short.toUnsignedInt((short) SHORT.get(buffer, at));
        at += Short.BYTES;
        return value;
    }

    /** An {@code Int32}. */
    public int intValue() throws IOException {
        need(Integer.BYTES);
        int value = (int) INT.get(buffer, at);
        at += Integer.BYTES;
        return value;
    }

    /** An {@code Int64}, or half of a wider number, the lower half first. */
    public long longValue() throws IOException {
        need(Long.BYTES);
        long value = (long) LONG.get(buffer, at);
        at += Long.BYTES;
        return value;
    }

    /** How many elements the array has that begins here, or bytes the text. */
    public int length() throws IOException {
        int length = 0;
        for (int shift = 0; shift < LENGTH_BITS_MAX; shift += 7) {
            int next = byteValue();
            length |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return length;
            }
        }
        throw new IOException("a length of more than 31 bits");
    }

    /** A {@code String}. */
    public String string() throws IOException {
        int length = length();
        if (length > BUFFER_BYTES) {
            return longString(length);
        }
        need(length);
        String text = new String(buffer, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** The number of a {@code String} among those that were read so far. */
    public int symbol(Symbols symbols) throws IOException {
        int length = length();
        if (length > BUFFER_BYTES) {
            return symbols.number(longString(length));
        }
        need(length);
        int number = symbols.number(buffer, at, at + length);
        at += length;
        return number;
    }

    private String longString(int length) throws IOException {
        byte[] bytes = new byte[length];
        int copied = Math.min(length, end - at);
        System.arraycopy(buffer, at, bytes, 0, copied);
        at += copied;
        if (in.readNBytes(bytes, copied, length - copied) < length - copied) {
            throw new EOFException("the answer ends within a row");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void need(int bytes) throws IOException {
        if (end - at < bytes && !fill(bytes)) {
            throw new EOFException("the answer ends within a row");
        }
    }

    /** Reads until so many bytes are there; false if the answer ends before. */
    private boolean fill(int bytes) throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        while (end < bytes) {
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }
}
