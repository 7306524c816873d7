package io.millrace.flink;

import io.millrace.flink.arrival.Arrival;
import io.millrace.flink.arrival.ArrivalReader;
import io.millrace.flink.event.DecisionSink;
import io.millrace.flink.event.EventFunction;
import io.millrace.flink.event.Tables;
import io.millrace.flink.purge.PurgeFilter;
import io.millrace.flink.sink.BlockInserter;
import io.millrace.flink.sink.ClickHouseSink;
import io.millrace.flink.sink.EncodedRow;
import io.millrace.streams.Topics;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topology that stores events: topics {@code events} and {@code events.rejected} into the four tables of
 * {@link Tables}, each record exactly once, counts and accounts in the same checkpoint as the rows they count.
 */
public final class EventJob {

    public static final String NAME = "event-job";

    /** Offsets are committed under this group with each checkpoint, for people who look at lag; none is read back. */
    public static final String GROUP = "millrace-event-job";

    /** A partition that is silent for so long does not hold the engine's time back. */
    private static final Duration IDLE_PARTITION = Duration.ofMinutes(5);

    private EventJob() {}

    /** The environment must have been made with the settings that {@link FlinkSettings} gives. */
    public static void build(StreamExecutionEnvironment env, EventJobConfig config) {
        build(env, config, PurgeFilter.before(BlockInserter.into(config.clickhouse()), config.clickhouse()));
    }

    static void build(StreamExecutionEnvironment env, EventJobConfig config, BlockInserter.Factory inserter) {
        // The connector stamps records with Kafka's timestamp, which for these topics is the append time.
        WatermarkStrategy<Arrival> appendTime =
                WatermarkStrategy.<Arrival>forMonotonousTimestamps().withIdleness(IDLE_PARTITION);
        SingleOutputStreamOperator<EncodedRow> rows = env.fromSource(
                        source(config), appendTime, "arrivals", Arrival.TYPE)
                .uid("arrivals")
                .keyBy(arrival -> arrival.key().tuple(), Types.TUPLE(Types.LONG, Types.LONG))
                .transform(
                        "events",
                        Types.POJO(EncodedRow.class),
                        new EventFunction(config.dedupe(), config.allowedLateness()))
                .uid("events");
        rows.getSideOutput(EventFunction.DECISIONS)
                .sinkTo(new DecisionSink(config.kafkaBootstrap()))
                .name("decisions")
                .uid("decisions");
        rows.sinkTo(new ClickHouseSink(
                        Tables.targets(),
                        inserter,
                        config.blocks(),
                        config.spill(),
                        config.retainedCheckpoints(),
                        "clickhouse"))
                .name("clickhouse")
                .uid("clickhouse");
    }

    private static KafkaSource<Arrival> source(EventJobConfig config) {
        return KafkaSource.<Arrival>builder()
                .setBootstrapServers(config.kafkaBootstrap())
                .setTopics(Topics.EVENTS, Topics.REJECTED)
                .setGroupId(GROUP)
                .setClientIdPrefix(GROUP)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new ArrivalReader())
                .setProperty("isolation.level", "read_committed")
                .setProperty("partition.discovery.interval.ms", "30000")
                .setProperty("commit.offsets.on.checkpoint", "true")
                .build();
    }
}
