package io.millrace.core.backtest;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A temporary file that is written at its end, read and rewritten anywhere, and gone when it is closed. What was appended
 * last is held in memory until there is enough of it. Used by one thread.
 */
final class SpillFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final long bytesMax;
    private final ByteBuffer tail = ByteBuffer.allocate(BUFFER_BYTES);
    private long written;

    SpillFile(Path folder, long bytesMax) throws IOException {
        this.bytesMax = bytesMax;
        Path file = Files.createTempFile(folder, "backtest-", ".waiting");
        this.channel = FileChannel.open(
                file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** Where the next byte is appended. */
    long end() {
        return written + tail.position();
    }

    /** @throws BacktestLimitException if the file would become too long */
    void append(byte[] bytes, int length) throws IOException {
        if (end() + length > bytesMax) {
            throw new BacktestLimitException("disk", bytesMax + " bytes on disk for contacts that wait for their turn");
        }
        if (length > tail.remaining()) {
            flush();
        }
        if (length > tail.remaining()) {
            write(ByteBuffer.wrap(bytes, 0, length), written);
            written += length;
        } else {
            tail.put(bytes, 0, length);
        }
    }

    /** Replaces what stands there. */
    void replace(long at, byte[] bytes, int length) throws IOException {
        flush();
        write(ByteBuffer.wrap(bytes, 0, length), at);
    }

    /** Reads as many bytes as fit, at most up to the end; how many there were. */
    int read(long at, byte[] into, int length) throws IOException {
        flush();
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, (int) Math.min(length, written - at));
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at + buffer.position());
            if (read < 0) {
                throw new EOFException("the file of waiting contacts is shorter than what was written");
            }
        }
        return buffer.position();
    }

    private void flush() throws IOException {
        tail.flip();
        int length = tail.remaining();
        write(tail, written);
        written += length;
        tail.clear();
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
