package io.millrace.flink;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import io.millrace.flink.sink.SpillFolder;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.Path;

/** Where a job on a Flink cluster finds what it needs, and what it has for itself there. */
final class ClusterSettings {

    private ClusterSettings() {}

    static String kafka(Env env) {
        return required(env, "MILLRACE_KAFKA");
    }

    static ClickHouseEndpoint clickhouse(Env env) {
        return new ClickHouseEndpoint(
                required(env, "MILLRACE_CLICKHOUSE_URL"),
                env.text("MILLRACE_CLICKHOUSE_DATABASE", "millrace"),
                env.text("MILLRACE_CLICKHOUSE_USER", "millrace"),
                env.text("MILLRACE_CLICKHOUSE_PASSWORD", ""));
    }

    /**
     * EventJob's is the folder itself, as it was when that was the only job. Another job's lies beside it: within, its
     * files would be taken for those of an earlier run.
     */
    static SpillFolder spill(Env env, String job) {
        String folder = required(env, "MILLRACE_FLINK_SPILL_DIR");
        return new SpillFolder(job.equals(EventJob.NAME) ? folder : folder.replaceFirst("/+$", "") + "-" + job);
    }

    /** A folder for this job's checkpoints within the cluster's, and where to resume, unless the cluster says where. */
    static Configuration ofItsOwn(String job, ReadableConfig cluster) throws IOException {
        String configured = cluster.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .orElseThrow(() -> new IllegalArgumentException(
                        "execution.checkpointing.dir must be set in Flink's configuration, to a folder that outlives"
                                + " its processes"));
        Path checkpoints = new Path(configured, job);
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toString());
        if (cluster.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isEmpty()) {
            Optional<Path> newest = new CheckpointFolder(checkpoints).newestComplete();
            newest.ifPresent(checkpoint -> {
                settings.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toString());
                // Nobody else looks after the files of the run that ended.
                settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            });
        }
        return settings;
    }

    private static String required(Env env, String name) {
        return env.text(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " must be set to run on a Flink cluster"));
    }
}
