package io.millrace.query.list;

import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RecordKind;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the clock's ticks in short stretches of topic events, by reading them. Thread-safe. */
final class TickCounter {

    private static final Logger LOG = LoggerFactory.getLogger(TickCounter.class);

    /** Longer stretches are not read: whoever lies so far behind lies behind without its ticks too. */
    private static final long RECORDS_MAX = 5_000;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, Object> settings;

    TickCounter(String kafkaBootstrap) {
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafkaBootstrap,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
    }

    /** A stretch of a partition: from the first offset to before the last. */
    record Stretch(long from, long to) {}

    /** By partition; one of which nothing is said has none that is known of. */
    Map<TopicPartition, Long> ticks(Map<TopicPartition, Stretch> stretches) {
        Map<TopicPartition, Long> ticks = new HashMap<>();
        long records = stretches.values().stream()
                .mapToLong(stretch -> stretch.to() - stretch.from())
                .sum();
        if (records == 0 || records > RECORDS_MAX) {
            return ticks;
        }
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            consumer.assign(stretches.keySet());
            stretches.forEach((partition, stretch) -> consumer.seek(partition, stretch.from()));
            long end = System.nanoTime() + PATIENCE.toNanos();
            Set<TopicPartition> left = new HashSet<>(stretches.keySet());
            while (!left.isEmpty() && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    Stretch stretch = stretches.get(partition);
                    if (stretch != null && record.offset() < stretch.to() && isTick(record)) {
                        ticks.merge(partition, 1L, Long::sum);
                    }
                }
                for (TopicPartition partition : List.copyOf(left)) {
                    Stretch stretch = stretches.get(partition);
                    if (stretch == null || consumer.position(partition) >= stretch.to()) {
                        left.remove(partition);
                        consumer.pause(Set.of(partition));
                    }
                }
            }
        } catch (KafkaException e) {
            LOG.debug("Ticks are counted as if they were events for once", e);
            ticks.clear();
        }
        return ticks;
    }

    private static boolean isTick(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() != null && EventRecordCodec.kind(record.value()) == RecordKind.CLOCK;
        } catch (UnreadableRecordException e) {
            return false;
        }
    }
}
