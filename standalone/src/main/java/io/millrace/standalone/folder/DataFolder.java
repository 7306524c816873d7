package io.millrace.standalone.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all data of one instance. While this is open no other process can open it; the lock ends with
 * the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String LINK_PORT = "link-port";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is missing, takes it and brings it to this version's layout.
     *
     * @throws DataFolderException if it cannot be written, is in use or is of a newer version
     */
    public static DataFolder open(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel lock = FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                take(folder, lock);
                Layout.CURRENT.bring(folder);
                return new DataFolder(folder, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DataFolderException(
                    "The data folder " + folder + " cannot be written (" + e + "); set MILLRACE_DATA_DIR to another.",
                    e);
        }
    }

    private static void take(Path folder, FileChannel channel) throws IOException {
        if (tryLock(channel) == null) {
            throw new DataFolderException("The data folder " + folder + " is in use by another Millrace"
                    + holder(channel).map(pid -> " (process " + pid + ")").orElse("")
                    + "; stop that one or set MILLRACE_DATA_DIR to another folder.");
        }
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Optional<String> holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
        return pid.isEmpty() ? Optional.empty() : Optional.of(pid);
    }

    public Path path() {
        return path;
    }

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path clickhouse() {
        return path.resolve("clickhouse");
    }

    public Path flink() {
        return path.resolve("flink");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** Bytes that this user can still write here. */
    public long freeBytes() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /** Earlier versions kept keys there as plain text. Returns whether there was one. */
    public boolean deleteKeysFile() {
        Path file = path.resolve("keys.json");
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DataFolderException(
                    "The file " + file + " holds keys as plain text and cannot be deleted (" + e + "); delete it.", e);
        }
    }

    /** The port that links in messages led to last; empty before the first start, and if the file says no port. */
    public OptionalInt linkPort() {
        try {
            int port =
                    Integer.parseInt(Files.readString(path.resolve(LINK_PORT)).strip());
            return port > 0 && port < 65_536 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    public void keepLinkPort(int port) {
        try {
            AtomicFile.write(path.resolve(LINK_PORT), port + "\n");
        } catch (IOException e) {
            throw new DataFolderException("The file " + path.resolve(LINK_PORT) + " cannot be written (" + e + ").", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
