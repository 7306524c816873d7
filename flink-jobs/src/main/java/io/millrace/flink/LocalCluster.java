package io.millrace.flink;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A mini cluster of one task manager in this process, on loopback, with its files in one folder. */
final class LocalCluster {

    private static final String LOOPBACK = "127.0.0.1";

    private LocalCluster() {}

    static MiniCluster create(LocalFlinkConfig config) {
        Configuration settings = new Configuration();
        settings.set(JobManagerOptions.ADDRESS, LOOPBACK);
        settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        settings.set(TaskManagerOptions.HOST, LOOPBACK);
        settings.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        settings.set(RestOptions.ADDRESS, LOOPBACK);
        settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        settings.set(RestOptions.BIND_PORT, Integer.toString(config.webPort().orElse(0)));
        settings.set(WebOptions.SUBMIT_ENABLE, false);
        settings.set(WebOptions.CANCEL_ENABLE, false);
        settings.set(CoreOptions.TMP_DIRS, config.working().toString());
        settings.set(WebOptions.TMP_DIR, config.working().toString());
        settings.set(
                BlobServerOptions.STORAGE_DIRECTORY,
                config.working().resolve("blobs").toString());
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(config.managedMemoryMiB()));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(config.networkMemoryMiB()));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(config.networkMemoryMiB()));
        return new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(config.parallelism())
                .build());
    }

    /** The job's settings with what belongs to its place: where checkpoints go, and which one to resume from. */
    static Configuration jobSettings(LocalFlinkConfig config, Configuration job, Optional<Path> resumeFrom) {
        Configuration settings = new Configuration(job);
        settings.set(CoreOptions.DEFAULT_PARALLELISM, config.parallelism());
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                config.checkpoints().toUri().toString());
        resumeFrom.ifPresent(checkpoint -> {
            settings.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
            // The first checkpoint of the new run stands alone; then whatever the old runs left can be deleted whole.
            settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.NO_CLAIM);
        });
        return settings;
    }

    static Duration oldestHealthyCheckpoint(Duration interval) {
        return Duration.ofSeconds(20).plus(interval.multipliedBy(5));
    }
}
