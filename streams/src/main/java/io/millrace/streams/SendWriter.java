package io.millrace.streams;

import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes single sends that no campaign's run asks for, such as tests, under the key of their contact. Connects with the
 * first of them. Thread-safe.
 */
public final class SendWriter implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 5_000;

    private final Map<String, Object> settings;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param bootstrap of the Kafka that is written to */
    public SendWriter(String bootstrap) {
        this.settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.CLIENT_ID_CONFIG,
                "millrace-send-writer",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.RECORD_BYTES_MAX,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (long) PATIENCE_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS - 1_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS);
    }

    /**
     * Returns when the send is stored.
     *
     * @throws KafkaException if it could not be stored in time; it may be written again under the same id
     */
    public void write(SendRecord send) {
        ProducerRecord<byte[], byte[]> topicRecord =
                new ProducerRecord<>(Topics.SENDS, send.key(), SendRecordCodec.encode(send));
        try {
            producer().send(topicRecord).get(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("send " + send.sendId() + " could not be stored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while send " + send.sendId() + " was written", e);
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(settings);
            producer = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofMillis(PATIENCE_MILLIS));
            producer = null;
        }
    }
}
