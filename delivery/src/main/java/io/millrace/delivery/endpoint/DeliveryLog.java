package io.millrace.delivery.endpoint;

import io.millrace.delivery.outcome.OutcomeLog;
import io.millrace.streams.Topics;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDeliveryCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the steps of deliveries; each completes with its offset once all in-sync replicas have it. Thread-safe. */
final class DeliveryLog implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;

    DeliveryLog(String bootstrap) {
        this.producer = OutcomeLog.producer(bootstrap, "millrace-webhooks-deliveries");
    }

    CompletableFuture<Long> write(int partition, WebhookDelivery step) {
        CompletableFuture<Long> stored = new CompletableFuture<>();
        try {
            producer.send(
                    new ProducerRecord<>(
                            Topics.WEBHOOK_DELIVERIES, partition, step.key(), WebhookDeliveryCodec.encode(step)),
                    (metadata, failure) -> {
                        if (failure == null) {
                            stored.complete(metadata.offset());
                        } else {
                            stored.completeExceptionally(failure);
                        }
                    });
        } catch (RuntimeException e) {
            stored.completeExceptionally(e);
        }
        return stored;
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
