package io.millrace.query.webhook;

import io.millrace.query.request.Problem;
import io.millrace.streams.Topics;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDeliveryCodec;
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

/** Asks delivery for calls that people want. Thread-safe; connects with the first request. */
final class WebhookRequests implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final Producer<byte[], byte[]> producer;

    /** @param kafka the bootstrap address */
    WebhookRequests(String kafka) {
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ProducerConfig.CLIENT_ID_CONFIG,
                "millrace-webhooks-requests",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.RECORD_BYTES_MAX,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                TIMEOUT_MILLIS));
    }

    /** Returns once the request is stored; what Kafka does not take ends the request with 503. */
    void put(int partition, WebhookDelivery asked) {
        try {
            producer.send(new ProducerRecord<>(
                            Topics.WEBHOOK_REQUESTS, partition, asked.key(), WebhookDeliveryCodec.encode(asked)))
                    .get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unavailable();
        }
    }

    private static RuntimeException unavailable() {
        return Problem.of(503, "unavailable", "Kafka does not take the request right now; try again")
                .exception();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
