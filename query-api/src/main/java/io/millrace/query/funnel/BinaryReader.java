package io.millrace.query.funnel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads values of ClickHouse's format RowBinary, many at once where they lie together. Used by one thread. */
final class BinaryReader {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    BinaryReader(InputStream in) {
        this.in = in;
    }

    boolean atEnd() throws IOException {
        if (position < limit) {
            return false;
        }
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit == 0;
    }

    /** A length, as 7-bit groups from the lowest. */
    int count() throws IOException {
        long count = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            require(1);
            byte next = buffer[position++];
            count |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return Math.toIntExact(count);
            }
        }
        throw new IOException("a length does not end");
    }

    long number64() throws IOException {
        require(Long.BYTES);
        long value = (long) LONG.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    void longs(long[] into, int count) throws IOException {
        int read = 0;
        while (read < count) {
            require(Long.BYTES);
            int here = Math.min(count - read, (limit - position) / Long.BYTES);
            for (int i = 0; i < here; i++) {
                into[read + i] = (long) LONG.get(buffer, position + i * Long.BYTES);
            }
            position += here * Long.BYTES;
            read += here;
        }
    }

    /** Without a sign. */
    BigInteger number128() throws IOException {
        require(2 * Long.BYTES);
        byte[] bigEndian = new byte[2 * Long.BYTES];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = buffer[position + bigEndian.length - 1 - i];
        }
        position += bigEndian.length;
        return new BigInteger(1, bigEndian);
    }

    List<String> texts() throws IOException {
        int count = count();
        if (count == 0) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int bytes = count();
            require(bytes);
            texts.add(new String(buffer, position, bytes, StandardCharsets.UTF_8));
            position += bytes;
        }
        return texts;
    }

    /** Sees to it that so many bytes lie in the buffer. */
    private void require(int bytes) throws IOException {
        if (limit - position >= bytes) {
            return;
        }
        byte[] target = bytes > buffer.length ? new byte[bytes] : buffer;
        System.arraycopy(buffer, position, target, 0, limit - position);
        buffer = target;
        limit -= position;
        position = 0;
        while (limit < bytes) {
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                throw new EOFException("the answer ends within a row");
            }
            limit += read;
        }
    }
}
