package io.millrace.flink.purge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One row of {@code RowBinary} after the other, with all of its bytes at hand until the next begins. Not thread-safe. */
final class RowBytes {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int at;
    private int end;

    RowBytes(InputStream in) {
        this.in = in;
    }

    /** Leaves the row behind; false if there is none after it. */
    boolean next() throws IOException {
        start = at;
        return at < end || fill(1);
    }

    /** How many bytes of the row were read or skipped. */
    int position() {
        return at - start;
    }

    void skip(int bytes) throws IOException {
        need(bytes);
        at += bytes;
    }

    /** Eight bytes as a number, the lowest first. */
    long longValue() throws IOException {
        need(Long.BYTES);
        long value = (long) LONG.get(buffer, at);
        at += Long.BYTES;
        return value;
    }

    /** How many bytes the text has that follows, or elements the array. */
    int length() throws IOException {
        int length = 0;
        for (int shift = 0; shift < 31; shift += 7) {
            need(1);
            int next = buffer[at++];
            length |= (next & 0x7f) << shift;
            if (next >= 0) {
                return length;
            }
        }
        throw new IOException("a length of more than 31 bits");
    }

    String text() throws IOException {
        int length = length();
        need(length);
        String text = new String(buffer, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** A copy of what was read of the row, from one position to another. */
    byte[] bytes(int from, int to) {
        return Arrays.copyOfRange(buffer, start + from, start + to);
    }

    private void need(int bytes) throws IOException {
        if (end - at < bytes && !fill(bytes)) {
            throw new EOFException("the rows end within one");
        }
    }

    /** Reads until so many bytes are there beyond what was read; false if the rows end before. */
    private boolean fill(int bytes) throws IOException {
        int read = at - start;
        int kept = end - start;
        byte[] from = buffer;
        if (read + bytes > buffer.length) {
            buffer = new byte[Math.max(2 * buffer.length, read + bytes)];
        }
        System.arraycopy(from, start, buffer, 0, kept);
        start = 0;
        at = read;
        end = kept;
        while (end - at < bytes) {
            int more = in.read(buffer, end, buffer.length - end);
            if (more < 0) {
                return false;
            }
            end += more;
        }
        return true;
    }
}
