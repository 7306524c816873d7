package io.millrace.flink.sink;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/** A block that still takes rows: in memory while it is small, then in its file. */
final class OpenBlock {

    private static final int FILE_BUFFER_BYTES = 256 * 1024;
    private static final byte[] NOTHING = {};

    private final String target;
    private final String token;
    private final SpillFolder folder;
    private final Path file;
    private final int inlineBytes;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(4 * 1024);

    private long rows;
    private long bytes;
    private @Nullable FSDataOutputStream spill;
    private @Nullable OutputStream buffered;

    OpenBlock(String target, String token, SpillFolder folder, Path file, int inlineBytes) {
        this.target = target;
        this.token = token;
        this.folder = folder;
        this.file = file;
        this.inlineBytes = inlineBytes;
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    void add(byte[] row) throws IOException {
        rows++;
        bytes += row.length;
        if (buffered == null && bytes > inlineBytes) {
            spill = folder.create(file);
            buffered = new BufferedOutputStream(spill, FILE_BUFFER_BYTES);
            memory.writeTo(buffered);
            memory.reset();
        }
        if (buffered == null) {
            memory.writeBytes(row);
        } else {
            buffered.write(row);
        }
    }

    /** Ends the block; a file is synced before anything can refer to it. */
    Block cut() throws IOException {
        if (buffered == null || spill == null) {
            return new Block(target, token, rows, bytes, memory.toByteArray(), null);
        }
        buffered.flush();
        spill.sync();
        buffered.close();
        return new Block(target, token, rows, bytes, NOTHING, file.toString());
    }

    /** Gives up on the block, to which nothing refers. Never fails: Flink would give up on the whole worker. */
    void discard() {
        if (spill != null) {
            IOUtils.closeQuietly(spill);
            SpillFolder.deleteOrWarn(file);
        }
    }
}
