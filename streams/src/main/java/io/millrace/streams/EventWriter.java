package io.millrace.streams;

import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.ContactRecordCodec;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RejectedRecord;
import io.millrace.streams.record.RejectedRecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes events under the key of their person, and rejected ones under that of their workspace; Kafka's own hash of the
 * key chooses the partition, so every writer sends a person to the same one. Acknowledged means stored by all in-sync
 * replicas, once. Never blocks: what cannot be taken now fails through its outcome. Thread-safe.
 */
public final class EventWriter implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final long WARM_UP_PAUSE_MILLIS = 100;

    /** What became of one record; called exactly once, on the producer's thread or, if refused at once, the caller's. */
    @FunctionalInterface
    public interface Outcome {
        /** @param failure null if the record is stored */
        void settled(@Nullable Exception failure);
    }

    private final Producer<byte[], byte[]> producer;
    private final Thread warmUp;
    private volatile boolean ready;

    /** Takes over the producer, which must not block in {@code send}. */
    public EventWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
        this.warmUp = new Thread(this::warmUp, "event-writer-warm-up");
        warmUp.setDaemon(true);
        warmUp.start();
    }

    /**
     * Begins to connect, and returns at once.
     *
     * @param bytesMax how much its callers have unsettled at most, in bytes of keys and values
     */
    public static EventWriter open(String bootstrap, long bytesMax) {
        return new EventWriter(new KafkaProducer<>(EventWriterConfig.producer(bootstrap, bytesMax)));
    }

    /** Whether the topics have been seen; before that every write fails. */
    public boolean ready() {
        return ready;
    }

    /** Whether writes can go out now: false while the producer has lost sight of a topic. Looks for it again if so. */
    public boolean seesTopics() {
        try {
            producer.partitionsFor(Topics.EVENTS);
            producer.partitionsFor(Topics.REJECTED);
            return true;
        } catch (KafkaException | IllegalStateException e) {
            return false;
        }
    }

    public void write(EventRecord record, Outcome outcome) {
        byte[] key = record.person().key(record.workspace());
        send(new ProducerRecord<>(Topics.EVENTS, key, EventRecordCodec.encode(record)), outcome);
    }

    /** Into the same topic under the same kind of key: in order with the person's events. */
    public void write(ContactRecord record, Outcome outcome) {
        byte[] key = record.person().key(record.workspace());
        send(new ProducerRecord<>(Topics.EVENTS, key, ContactRecordCodec.encode(record)), outcome);
    }

    public void write(RejectedRecord record, Outcome outcome) {
        byte[] key = record.workspace().getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(Topics.REJECTED, key, RejectedRecordCodec.encode(record)), outcome);
    }

    private void send(ProducerRecord<byte[], byte[]> record, Outcome outcome) {
        try {
            producer.send(record, (metadata, failure) -> outcome.settled(failure));
        } catch (RuntimeException e) {
            outcome.settled(e);
        }
    }

    /** {@code send} does not wait for metadata, so it must be there before. */
    private void warmUp() {
        while (!ready && !Thread.currentThread().isInterrupted()) {
            if (seesTopics()) {
                ready = true;
            } else {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WARM_UP_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what is still waiting, for up to ten seconds; the rest fails. */
    @Override
    public void close() {
        warmUp.interrupt();
        producer.close(CLOSE_TIMEOUT);
    }
}
