package io.millrace.flink;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that runs of a job have left, in a folder per run: {@code <run>/chk-<number>/_metadata}. Numbers go on
 * from run to run, so the highest is the newest.
 *
 * @param root on any file system that Flink knows; it belongs to one job alone
 */
record CheckpointFolder(Path root) {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final String PREFIX = "chk-";
    private static final String METADATA = "_metadata";

    /**
     * The newest checkpoint that is complete. One without metadata was never completed, so its rows were never inserted
     * and the one before it is exact. Metadata that cannot be read is damage: then the one before it is taken, and rows
     * that came in between are stored again. A folder that cannot be listed is no empty one: that fails.
     */
    Optional<Path> newestComplete() throws IOException {
        FileSystem files = root.getFileSystem();
        for (FileStatus checkpoint : newestFirst()) {
            Path metadata = new Path(checkpoint.getPath(), METADATA);
            if (!files.exists(metadata)) {
                continue;
            }
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(files.open(metadata)))) {
                Checkpoints.loadCheckpointMetadata(
                        in, getClass().getClassLoader(), checkpoint.getPath().toString());
                return Optional.of(checkpoint.getPath());
            } catch (IOException | RuntimeException e) {
                LOG.error(
                        "Checkpoint {} cannot be read and is passed over: the job resumes from an older one, and events"
                                + " that were stored since that may be stored a second time",
                        checkpoint.getPath(),
                        e);
            }
        }
        return Optional.empty();
    }

    /** Deletes what runs other than this one have left. */
    void keepOnly(String run) throws IOException {
        for (FileStatus other : list(root)) {
            if (!other.getPath().getName().equals(run)) {
                root.getFileSystem().delete(other.getPath(), true);
            }
        }
    }

    private List<FileStatus> newestFirst() throws IOException {
        List<FileStatus> checkpoints = new ArrayList<>();
        for (FileStatus run : list(root)) {
            if (run.isDir()) {
                list(run.getPath()).stream().filter(found -> number(found) >= 0).forEach(checkpoints::add);
            }
        }
        checkpoints.sort(Comparator.comparingLong(CheckpointFolder::number)
                .thenComparing(FileStatus::getModificationTime)
                .reversed());
        return checkpoints;
    }

    private static long number(FileStatus checkpoint) {
        String name = checkpoint.getPath().getName();
        if (!name.startsWith(PREFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(PREFIX.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static List<FileStatus> list(Path folder) throws IOException {
        FileStatus @Nullable [] found;
        try {
            found = folder.getFileSystem().listStatus(folder);
        } catch (FileNotFoundException e) {
            return List.of();
        }
        if (found != null) {
            return List.of(found);
        }
        // Flink's local file system says the same of a folder that is not there and of one that cannot be read.
        if (folder.getFileSystem().exists(folder)) {
            throw new IOException("The folder " + folder + " cannot be listed");
        }
        return List.of();
    }

    static void deleteTree(java.nio.file.Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<java.nio.file.Path> tree = Files.walk(root)) {
            for (java.nio.file.Path path :
                    tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
