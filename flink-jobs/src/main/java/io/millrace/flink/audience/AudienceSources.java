package io.millrace.flink.audience;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Topics as AudienceJob reads them: from their beginning, committed records only. The name of a source is its uid.
 *
 * @param kafkaBootstrap of the Kafka with all topics
 */
public record AudienceSources(StreamExecutionEnvironment env, String kafkaBootstrap) {

    /** Offsets are committed under this group with each checkpoint; the back-fill and topic trimming look at them. */
    public static final String GROUP = "millrace-audience-job";

    /**
     * A partition without any record for so long does not hold the engine's time back. With the stream's clock there is
     * none; should it stand still, judgement goes on with this delay.
     */
    private static final Duration IDLE_PARTITION = Duration.ofSeconds(30);

    /** No partition is read further ahead of the slowest, so that what waits for it stays small. */
    private static final Duration AHEAD_AT_MOST = Duration.ofSeconds(10);

    private static final Duration ALIGNED_EVERY = Duration.ofMillis(100);

    /** A topic that moves the engine's time: its records' append times. All of these are read in step. */
    public <T> SingleOutputStreamOperator<T> timed(
            String topic, int partitions, KafkaRecordDeserializationSchema<T> reader) {
        // The connector stamps records with Kafka's timestamp, which for these topics is the append time.
        WatermarkStrategy<T> appendTime = WatermarkStrategy.<T>forMonotonousTimestamps()
                .withWatermarkAlignment("append-time", AHEAD_AT_MOST, ALIGNED_EVERY)
                .withIdleness(IDLE_PARTITION);
        return read(topic, partitions, reader, appendTime);
    }

    /** A topic whose records have no place in the engine's time, and never hold it back. */
    public <T> SingleOutputStreamOperator<T> timeless(
            String topic, int partitions, KafkaRecordDeserializationSchema<T> reader) {
        return read(topic, partitions, reader, WatermarkStrategy.forGenerator(context -> new NoTime<>()));
    }

    private <T> SingleOutputStreamOperator<T> read(
            String topic, int partitions, KafkaRecordDeserializationSchema<T> reader, WatermarkStrategy<T> watermarks) {
        KafkaSource<T> source = KafkaSource.<T>builder()
                .setBootstrapServers(kafkaBootstrap)
                .setTopics(topic)
                .setGroupId(GROUP)
                .setClientIdPrefix(GROUP + "-" + topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(reader)
                .setProperty("isolation.level", "read_committed")
                .setProperty("partition.discovery.interval.ms", "30000")
                .setProperty("commit.offsets.on.checkpoint", "true")
                .build();
        // A reader without a partition would hold the time back until it counts as idle.
        return env.fromSource(source, watermarks, topic, reader.getProducedType())
                .setParallelism(Math.min(partitions, env.getParallelism()))
                .uid(topic);
    }

    /**
     * Idle from the beginning: nothing is to be waited for. The end of time would say so too, but where the partitions
     * that move the time have fallen idle, it would be all that is left, and time that has ended never begins again.
     */
    private static final class NoTime<T> implements WatermarkGenerator<T> {
        @Override
        public void onEvent(T event, long timestamp, WatermarkOutput output) {
            // Nothing depends on what comes.
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.markIdle();
        }
    }
}
