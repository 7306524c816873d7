package io.millrace.query.backfill;

import io.millrace.streams.Topics;
import io.millrace.streams.record.SeedRecord;
import io.millrace.streams.record.SeedRecordCodec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes seeds of one run, and knows how far they reach. Used by one thread. */
final class SeedTopic implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024 * 1024;
    private static final Duration BLOCKED_AT_MOST = Duration.ofMinutes(2);

    private final Producer<byte[], byte[]> producer;
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    SeedTopic(String kafka) {
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                (long) BUFFER_BYTES,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.RECORD_BYTES_MAX,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                BLOCKED_AT_MOST.toMillis()));
    }

    /** Waits while the buffer is full; fails as soon as an earlier seed is known not to be stored. */
    void write(SeedRecord seed) {
        failIfFailed();
        producer.send(
                new ProducerRecord<>(
                        Topics.AUDIENCE_SEEDS, seed.person().key(seed.workspace()), SeedRecordCodec.encode(seed)),
                (metadata, thrown) -> {
                    if (thrown != null) {
                        failure.compareAndSet(null, thrown);
                    } else {
                        ends.merge(metadata.partition(), metadata.offset() + 1, Math::max);
                    }
                });
    }

    /** The offset after the last seed of this run, by partition, once all are stored. */
    Map<Integer, Long> ends() {
        producer.flush();
        failIfFailed();
        return Map.copyOf(ends);
    }

    private void failIfFailed() {
        Exception thrown = failure.get();
        if (thrown != null) {
            throw new BackfillException("topic " + Topics.AUDIENCE_SEEDS + " does not take the seeds", thrown);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
