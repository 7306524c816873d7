package io.millrace.query.backfill;

import static org.awaitility.Awaitility.await;

import io.millrace.streams.Topics;
import io.millrace.streams.record.SeedRecord;
import io.millrace.streams.record.SeedRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads seeds as AudienceJob does, and commits under its group only when told to. */
final class PlayedJob implements AutoCloseable {

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<SeedRecord> read = new ArrayList<>();
    private final ScheduledExecutorService eventJob = Executors.newSingleThreadScheduledExecutor();
    private long stored = 1_000_000_000L;

    /** Also plays EventJob, which says again and again that it has stored whatever other tests wrote into topic events. */
    PlayedJob(String kafka) {
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka));
        this.consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
        List<TopicPartition> partitions = IntStream.range(0, 12)
                .mapToObj(partition -> new TopicPartition(Topics.AUDIENCE_SEEDS, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        eventJob.scheduleWithFixedDelay(this::storeEverything, 0, 200, TimeUnit.MILLISECONDS);
    }

    /** Beyond all ends, and further each time, as with ticks of the clock. */
    private void storeEverything() {
        stored++;
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        for (int partition = 0; partition < 12; partition++) {
            all.put(new TopicPartition(Topics.EVENTS, partition), new OffsetAndMetadata(stored));
        }
        admin.alterConsumerGroupOffsets(JobsProgress.EVENT_GROUP, all);
    }

    /** All seeds of a workspace so far; those of one person in the order in which they were written. */
    List<SeedRecord> seeds(String workspace) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            try {
                read.add(SeedRecordCodec.decode(record.value()));
            } catch (UnreadableRecordException e) {
                throw new AssertionError("a seed cannot be read", e);
            }
        }
        return read.stream().filter(seed -> seed.workspace().equals(workspace)).toList();
    }

    List<SeedRecord> awaitSeeds(String workspace, int count) {
        await().atMost(Duration.ofSeconds(40)).until(() -> seeds(workspace).size() >= count);
        return seeds(workspace);
    }

    void commitAll() {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        consumer.endOffsets(consumer.assignment())
                .forEach((partition, end) -> all.put(partition, new OffsetAndMetadata(end)));
        try {
            admin.alterConsumerGroupOffsets(JobsProgress.AUDIENCE_GROUP, all)
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("offsets cannot be committed", e);
        }
    }

    @Override
    public void close() {
        eventJob.shutdownNow();
        consumer.close();
        admin.close();
    }
}
