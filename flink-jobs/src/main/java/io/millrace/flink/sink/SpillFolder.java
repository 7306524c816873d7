package io.millrace.flink.sink;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where blocks wait that are too large for a checkpoint, in a folder per run of a job. It belongs to one job alone. In a
 * cluster of machines it must lie where all of them see it, beside the checkpoints.
 *
 * @param uri of any file system that Flink knows, {@code file:///var/lib/millrace/spill}
 */
public record SpillFolder(String uri) implements Serializable {

    private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);

    /** Of one run: the job's id and how often it was restarted. */
    String run(JobID job, int attempt) {
        return job + "-" + attempt;
    }

    Path file(String run, String name) {
        return new Path(new Path(uri, run), name);
    }

    FSDataOutputStream create(Path file) throws IOException {
        return file.getFileSystem().create(file, FileSystem.WriteMode.NO_OVERWRITE);
    }

    static InputStream open(String file) throws IOException {
        Path path = new Path(file);
        return path.getFileSystem().open(path);
    }

    /** Whether it is gone; one that stays costs space, not correctness. */
    static boolean deleteOrWarn(Path path) {
        try {
            path.getFileSystem().delete(path, true);
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot delete {}, which no checkpoint needs any more", path, e);
            return false;
        }
    }

    /** What runs other than this one have left so far. */
    List<Path> otherRuns(String run) throws IOException {
        Path root = new Path(uri);
        List<Path> others = new ArrayList<>();
        FileStatus[] found;
        try {
            found = root.getFileSystem().listStatus(root);
        } catch (FileNotFoundException e) {
            return List.of();
        }
        if (found != null) {
            for (FileStatus folder : found) {
                if (!folder.getPath().getName().equals(run)) {
                    others.add(folder.getPath());
                }
            }
        }
        return others;
    }
}
