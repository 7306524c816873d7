package io.millrace.flink;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import io.millrace.flink.event.DedupePeriods;
import io.millrace.flink.sink.BlockLimits;
import io.millrace.flink.sink.SpillFolder;
import java.io.Serializable;
import java.time.Duration;

/**
 * What EventJob needs to know.
 *
 * @param kafkaBootstrap of the Kafka with topics {@code events} and {@code events.rejected}
 * @param clickhouse as the application's user, whose database has all tables
 * @param spill belongs to this job alone
 * @param allowedLateness after a minute's end within which an arrival counts as on time
 * @param checkpointInterval about as long as an event takes to be readable
 * @param retainedCheckpoints how many completed checkpoints are kept
 */
public record EventJobConfig(
        String kafkaBootstrap,
        ClickHouseEndpoint clickhouse,
        SpillFolder spill,
        DedupePeriods dedupe,
        Duration allowedLateness,
        BlockLimits blocks,
        Duration checkpointInterval,
        int retainedCheckpoints)
        implements Serializable {

    private static final Duration SHORTEST_CHECKPOINT_INTERVAL = Duration.ofMillis(100);
    private static final int MEBIBYTE = 1024 * 1024;

    public EventJobConfig {
        if (retainedCheckpoints < 1) {
            throw new IllegalArgumentException("at least one checkpoint must be kept");
        }
        if (checkpointInterval.compareTo(SHORTEST_CHECKPOINT_INTERVAL) < 0) {
            throw new IllegalArgumentException("checkpoints cannot follow each other within " + checkpointInterval);
        }
    }

    /** Settings with their defaults; where Kafka, ClickHouse and the spill folder are is known by the caller. */
    public static EventJobConfig from(
            Env env, String kafkaBootstrap, ClickHouseEndpoint clickhouse, SpillFolder spill) {
        return new EventJobConfig(
                kafkaBootstrap,
                clickhouse,
                spill,
                new DedupePeriods(
                        Duration.ofHours(env.integer("MILLRACE_DEDUPE_HOURS", 24, 1, 24 * 365)),
                        Duration.ofDays(env.integer("MILLRACE_DEDUPE_IMPORT_DAYS", 30, 1, 3650))),
                Duration.ofSeconds(env.integer("MILLRACE_ALLOWED_LATENESS_SECONDS", 300, 0, 86_400 * 30)),
                new BlockLimits(
                        env.integer("MILLRACE_SINK_BLOCK_ROWS", 250_000, 1, 2_000_000),
                        (long) MEBIBYTE * env.integer("MILLRACE_SINK_BLOCK_MIB", 64, 1, 1_024),
                        64 * 1024),
                env.millis(
                        "MILLRACE_CHECKPOINT_INTERVAL_MS",
                        Duration.ofMillis(900),
                        SHORTEST_CHECKPOINT_INTERVAL,
                        Duration.ofMinutes(10)),
                env.integer("MILLRACE_CHECKPOINTS_RETAINED", 2, 1, 100));
    }
}
