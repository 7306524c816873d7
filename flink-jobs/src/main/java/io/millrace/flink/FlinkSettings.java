package io.millrace.flink;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;

/** What Flink must do for the jobs to keep their promises, wherever they run. */
final class FlinkSettings {

    /** Longer than most outages of ClickHouse, during which the checkpoint after the interrupted insert waits. */
    private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(20);

    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(10);

    private FlinkSettings() {}

    static Configuration of(EventJobConfig job) {
        return of(EventJob.NAME, job.checkpointInterval(), job.retainedCheckpoints());
    }

    static Configuration of(AudienceJobConfig job) {
        Configuration settings = of(AudienceJob.NAME, job.checkpointInterval(), job.retainedCheckpoints());
        // Nothing is judged before a watermark has passed it, so this is part of every transition's latency.
        settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARK_INTERVAL);
        // Records and watermarks cross the network between stages three times; by default each waits up to 100 ms
        // there.
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        // Four stages with some columns each share the memory that EventJob has for one.
        settings.setString("state.backend.rocksdb.writebuffer.size", "16mb");
        return settings;
    }

    private static Configuration of(String name, Duration checkpointInterval, int retainedCheckpoints) {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.NAME, name);
        // A type that Flink cannot serialise by itself would go to Kryo: slow, and unreadable by a later version.
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);

        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        settings.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, checkpointInterval.dividedBy(4));
        settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_TIMEOUT);
        // A failed checkpoint delays rows and loses none: the next one takes them along.
        settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, retainedCheckpoints);
        settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);

        settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        // Nearly every event is new: the filters answer that without reading a block.
        settings.setString("state.backend.rocksdb.use-bloom-filter", "true");
        // One filter over millions of keys is larger than the share of the cache it may take, and would be read again
        // for every look-up; in parts it is not.
        settings.setString("state.backend.rocksdb.memory.partitioned-index-filters", "true");
        // Its own log tells of every checkpoint, in each of its many instances: gigabytes a day of nothing.
        settings.setString("state.backend.rocksdb.log.level", "ERROR_LEVEL");
        settings.setString("state.backend.rocksdb.log.max-file-size", "1mb");
        settings.setString("state.backend.rocksdb.log.file-num", "2");

        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofMinutes(2));
        return settings;
    }
}
