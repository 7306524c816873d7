package io.millrace.cli.importing;

import io.millrace.cli.client.CommandFailure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file or standard input, unpacked if it is gzip (told by its first bytes, not its name), with a count of the bytes
 * read so far, packed ones.
 */
final class ImportInput {

    private final @Nullable Path file;
    private final CountingStream counted;
    private final InputStream unpacked;

    private ImportInput(@Nullable Path file, InputStream stream) throws IOException {
        this.file = file;
        this.counted = new CountingStream(stream);
        BufferedInputStream buffered = new BufferedInputStream(counted, 64 * 1024);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        this.unpacked = gzip ? new WholeStream(new GZIPInputStream(buffered, 64 * 1024)) : buffered;
    }

    /** Opens a file, or standard input if the name is a hyphen. */
    static ImportInput open(String name) {
        try {
            if (name.equals("-")) {
                return new ImportInput(null, System.in);
            }
            Path file = Path.of(name);
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new CommandFailure(
                        name + (Files.exists(file) ? " cannot be read as a file." : ": there is no such file."));
            }
            return new ImportInput(file, Files.newInputStream(file));
        } catch (IOException e) {
            throw new CommandFailure(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    InputStream stream() {
        return unpacked;
    }

    /** Null for standard input. */
    @Nullable
    Path file() {
        return file;
    }

    /** The file's name without its folder and without {@code .gz}; {@code stdin} for standard input. */
    String plainName() {
        Path name = file == null ? null : file.getFileName();
        String text = name == null ? "stdin" : name.toString();
        return text.endsWith(".gz") ? text.substring(0, text.length() - 3) : text;
    }

    long bytesRead() {
        return counted.count.get();
    }

    /** The file's length, -1 if unknown. */
    long bytesTotal() {
        try {
            return file == null ? -1 : Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }

    /** What makes the file this one: where it is, how long and how old; empty for standard input. */
    String identity() {
        if (file == null) {
            return "";
        }
        try {
            return file.toRealPath() + "\n" + Files.size(file) + "\n" + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A packed file that ends in its middle is told as such. */
    private static final class WholeStream extends FilterInputStream {
        WholeStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (EOFException | ZipException e) {
                throw new CommandFailure(
                        "The file is cut off or damaged and cannot be unpacked further (" + e.getMessage()
                                + "); the rows before that place are sent, an import of the whole file adds the rest.",
                        e);
            }
        }
    }

    private static final class CountingStream extends FilterInputStream {
        private final AtomicLong count = new AtomicLong();

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            if (next >= 0) {
                count.incrementAndGet();
            }
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                count.addAndGet(read);
            }
            return read;
        }
    }
}
