package io.millrace.delivery.endpoint;

import io.millrace.streams.Topics;
import io.millrace.streams.record.UnreadableRecordException;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDelivery.State;
import io.millrace.streams.record.WebhookDeliveryCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads steps of deliveries again: those of a partition that is taken over, and single ones. Thread-safe. */
final class DeliveryReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** One record is wanted: what is fetched beside it is for nothing. */
    private static final int FETCH_BYTES = 64 * 1024;

    private final String bootstrap;
    private final Consumer<byte[], byte[]> single;

    DeliveryReader(String bootstrap) {
        this.bootstrap = bootstrap;
        this.single = consumer(FETCH_BYTES);
    }

    private Consumer<byte[], byte[]> consumer(int fetchBytes) {
        return new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "millrace-webhooks-reader",
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                fetchBytes,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                50,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    }

    /** What is known of a partition. */
    record Partition(KnownDeliveries known, Map<String, Kept> pending) {}

    /** A pending delivery, without its body. */
    record Kept(String line, Waiting waiting) {}

    /**
     * Everything that was written before this call, by partition.
     *
     * @throws KafkaException if Kafka cannot be read
     */
    Map<Integer, Partition> partitions(Set<Integer> partitions) {
        Map<Integer, Partition> read = new HashMap<>();
        List<TopicPartition> from = new ArrayList<>();
        for (int partition : partitions) {
            read.put(partition, new Partition(new KnownDeliveries(), new HashMap<>()));
            from.add(new TopicPartition(Topics.WEBHOOK_DELIVERIES, partition));
        }
        try (Consumer<byte[], byte[]> consumer = consumer(1 << 20)) {
            consumer.assign(from);
            Map<TopicPartition, Long> ends = consumer.endOffsets(from);
            consumer.seekToBeginning(from);
            while (from.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    decoded(record).ifPresent(step -> apply(record, step, read.get(record.partition())));
                }
            }
        }
        return read;
    }

    private static void apply(ConsumerRecord<byte[], byte[]> record, WebhookDelivery step, @Nullable Partition read) {
        if (read == null) {
            return;
        }
        read.known().add(step);
        if (step.state() == State.PENDING) {
            Waiting waiting = Waiting.on(record.partition(), record.offset(), step, false);
            read.pending().put(step.origin().id(), new Kept(line(step), waiting));
        } else {
            read.pending().remove(step.origin().id());
        }
    }

    /** Whose turn a delivery waits for. */
    static String line(WebhookDelivery step) {
        return step.origin().workspace() + '/' + step.origin().endpoint();
    }

    /**
     * One record; empty if a newer one took its place.
     *
     * @throws KafkaException if Kafka cannot be read
     */
    synchronized Optional<WebhookDelivery> read(int partition, long offset) {
        TopicPartition from = new TopicPartition(Topics.WEBHOOK_DELIVERIES, partition);
        single.assign(List.of(from));
        single.seek(from, offset);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : single.poll(POLL)) {
                return record.offset() == offset ? decoded(record) : Optional.empty();
            }
        }
        throw new KafkaException("the record at offset " + offset + " of " + from + " does not come");
    }

    private static Optional<WebhookDelivery> decoded(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(WebhookDeliveryCodec.decode(record.value()));
        } catch (UnreadableRecordException e) {
            LOG.error(
                    "The record at offset {} of partition {} of topic {} {}",
                    record.offset(),
                    record.partition(),
                    record.topic(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        single.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
