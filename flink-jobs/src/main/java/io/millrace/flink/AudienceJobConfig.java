package io.millrace.flink;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import io.millrace.flink.event.DedupePeriods;
import io.millrace.flink.sink.BlockLimits;
import io.millrace.flink.sink.SpillFolder;
import java.io.Serializable;
import java.time.Duration;

/**
 * What AudienceJob needs to know.
 *
 * @param kafkaBootstrap of the Kafka with all topics
 * @param clickhouse as the application's user, whose database has all tables
 * @param spill belongs to this job alone
 * @param dedupe the same as EventJob's, so that both know the same copies
 * @param checkpointInterval about as long as a transition takes to be readable for those who read committed records
 * @param retainedCheckpoints how many completed checkpoints are kept
 */
public record AudienceJobConfig(
        String kafkaBootstrap,
        ClickHouseEndpoint clickhouse,
        SpillFolder spill,
        DedupePeriods dedupe,
        BlockLimits blocks,
        Duration checkpointInterval,
        int retainedCheckpoints)
        implements Serializable {

    /** Settings with their defaults; where Kafka, ClickHouse and the spill folder are is known by the caller. */
    public static AudienceJobConfig from(
            Env env, String kafkaBootstrap, ClickHouseEndpoint clickhouse, SpillFolder spill) {
        EventJobConfig events = EventJobConfig.from(env, kafkaBootstrap, clickhouse, spill);
        return new AudienceJobConfig(
                kafkaBootstrap,
                clickhouse,
                spill,
                events.dedupe(),
                events.blocks(),
                events.checkpointInterval(),
                events.retainedCheckpoints());
    }
}
