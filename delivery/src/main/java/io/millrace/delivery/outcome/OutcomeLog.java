package io.millrace.delivery.outcome;

import io.millrace.streams.Topics;
import io.millrace.streams.record.DeliveryRecord;
import io.millrace.streams.record.DeliveryRecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes outcomes and dead letters; each completes once all in-sync replicas have it. Thread-safe. */
public final class OutcomeLog implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int DELIVERY_MILLIS = 20_000;
    private static final int REQUEST_MILLIS = 10_000;
    private static final long BLOCK_MILLIS = 5_000;

    private final Producer<byte[], byte[]> producer;

    /**
     * Goes on with what waited for a record. The producer's own thread must not: what comes next may write as well, and would
     * wait in it for a topic's metadata, which it is the one to fetch.
     */
    private final ExecutorService next;

    public OutcomeLog(String bootstrap) {
        this.producer = producer(bootstrap, "millrace-delivery-outcomes");
        this.next = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "delivery-outcomes");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A producer for what must not be lost: without transactions, each record stored once in order. */
    public static Producer<byte[], byte[]> producer(String bootstrap, String clientId) {
        return new KafkaProducer<>(Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, clientId),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 2),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.RECORD_BYTES_MAX),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS)));
    }

    /** @param partition of the send */
    CompletableFuture<Void> write(int partition, DeliveryRecord record) {
        byte[] key = (record.workspace() + '/' + record.sendId()).getBytes(StandardCharsets.UTF_8);
        return send(new ProducerRecord<>(Topics.SEND_OUTCOMES, partition, key, DeliveryRecordCodec.encode(record)));
    }

    /**
     * Keeps a send's record as it came, with the reason in its headers.
     *
     * @param value the record's bytes, readable or not
     */
    public CompletableFuture<Void> deadLetter(byte[] key, byte[] value, String reason, String detail, String from) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(Topics.SENDS_DEAD, key, value);
        letter.headers().add("reason", reason.getBytes(StandardCharsets.UTF_8));
        letter.headers().add("detail", detail.getBytes(StandardCharsets.UTF_8));
        letter.headers().add("from", from.getBytes(StandardCharsets.UTF_8));
        return send(letter);
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        try {
            producer.send(
                    record,
                    (metadata, failure) -> next.execute(() -> {
                        if (failure == null) {
                            stored.complete(null);
                        } else {
                            stored.completeExceptionally(failure);
                        }
                    }));
        } catch (RuntimeException e) {
            stored.completeExceptionally(e);
        }
        return stored;
    }

    @Override
    public void close() {
        producer.close(CLOSE);
        next.shutdown();
    }
}
