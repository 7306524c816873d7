package io.millrace.flink;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that runs of a job have left, in a folder per run: {@code <run>/chk-<number>/_metadata}. Numbers go on
 * from run to run, so the highest is the newest.
 */
record CheckpointFolder(Path root) {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
    private static final String PREFIX = "chk-";
    private static final String METADATA = "_metadata";

    /**
     * The newest checkpoint that is complete. One without metadata was never completed, so its rows were never inserted
     * and the one before it is exact. Metadata that cannot be read is damage: then the one before it is taken, and rows
     * that came in between are stored again.
     */
    Optional<Path> newestComplete() throws IOException {
        for (Path checkpoint : newestFirst()) {
            Path metadata = checkpoint.resolve(METADATA);
            if (!Files.exists(metadata)) {
                continue;
            }
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
                Checkpoints.loadCheckpointMetadata(in, getClass().getClassLoader(), checkpoint.toString());
                return Optional.of(checkpoint);
            } catch (IOException | RuntimeException e) {
                LOG.error(
                        "Checkpoint {} cannot be read and is passed over: the job resumes from an older one, and events"
                                + " that were stored since that may be stored a second time",
                        checkpoint,
                        e);
            }
        }
        return Optional.empty();
    }

    /** Deletes what runs other than this one have left. */
    void keepOnly(String run) throws IOException {
        for (Path other : list(root)) {
            if (!other.getFileName().toString().equals(run)) {
                deleteTree(other);
            }
        }
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> runs = list(root).stream()) {
            return runs.flatMap(run -> list(run).stream())
                    .filter(path -> number(path) >= 0)
                    .sorted(Comparator.comparingLong(CheckpointFolder::number)
                            .thenComparing(CheckpointFolder::changedMillis)
                            .reversed())
                    .toList();
        }
    }

    private static long number(Path checkpoint) {
        String name = checkpoint.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(PREFIX.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static long changedMillis(Path path) {
        return path.toFile().lastModified();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
