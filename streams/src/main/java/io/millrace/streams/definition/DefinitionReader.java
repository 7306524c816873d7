package io.millrace.streams.definition;

import io.millrace.streams.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topic {@code definitions} whole and then on, in a thread of its own; it alone writes the map. A damaged record
 * is skipped, counted and named in the log.
 */
final class DefinitionReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionReader.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.DEFINITIONS, 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<Definition.Key, Definition> live = new ConcurrentHashMap<>();
    private final AtomicLong damaged = new AtomicLong();
    private final Queue<Waiting> requests = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Somebody who waits until the reader has passed an offset; unknown until the reader has asked for the end. */
    private record Waiting(long offset, CompletableFuture<Void> passed) {
        static final long THE_END = -1;
    }

    DefinitionReader(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.thread = new Thread(this::run, "definitions-reader");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Optional<Definition> get(Definition.Key key) {
        return Optional.ofNullable(live.get(key));
    }

    Collection<Definition> all(Definition.Kind kind) {
        return live.values().stream()
                .filter(definition -> definition.key().kind() == kind)
                .toList();
    }

    long damagedRecords() {
        return damaged.get();
    }

    /** Completes once everything committed before this call has been read. */
    CompletableFuture<Void> readToEnd() {
        return request(Waiting.THE_END);
    }

    /** Completes once the record at this offset has been read. */
    CompletableFuture<Void> readPast(long offset) {
        return request(offset + 1);
    }

    private CompletableFuture<Void> request(long offset) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        synchronized (requests) {
            if (closed) {
                passed.completeExceptionally(new KafkaException("the definitions reader is closed"));
                return passed;
            }
            requests.add(new Waiting(offset, passed));
        }
        consumer.wakeup();
        return passed;
    }

    private void run() {
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        while (!closed) {
            try {
                accept();
                complete();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    apply(record);
                }
                complete();
            } catch (WakeupException e) {
                LOG.trace("woken up");
            } catch (KafkaException e) {
                LOG.warn("Topic {} cannot be read right now: {}", Topics.DEFINITIONS, e.getMessage());
                pause();
            }
        }
        synchronized (requests) {
            requests.forEach(request -> waiting.add(request));
            requests.clear();
        }
        waiting.forEach(request ->
                request.passed().completeExceptionally(new KafkaException("the definitions reader was closed")));
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    /** Takes new requests over; those for the end learn which offset that is. */
    private void accept() {
        List<Waiting> accepted;
        synchronized (requests) {
            accepted = new ArrayList<>(requests);
        }
        if (accepted.isEmpty()) {
            return;
        }
        boolean needsEnd = accepted.stream().anyMatch(request -> request.offset() == Waiting.THE_END);
        long end = needsEnd ? consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L) : 0;
        synchronized (requests) {
            accepted.forEach(requests::remove);
        }
        for (Waiting request : accepted) {
            waiting.add(request.offset() == Waiting.THE_END ? new Waiting(end, request.passed()) : request);
        }
    }

    private void complete() {
        if (waiting.isEmpty()) {
            return;
        }
        long position = consumer.position(PARTITION);
        waiting.removeIf(
                request -> request.offset() <= position && request.passed().complete(null));
        waiting.removeIf(request -> request.passed().isDone());
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            Definition.Key key = DefinitionRecord.key(record.key());
            if (key.kind() == Definition.Kind.CLOCK) {
                return;
            }
            String body = DefinitionRecord.body(record.value());
            if (body == null) {
                live.remove(key);
            } else {
                Instant at = Instant.ofEpochMilli(record.timestamp());
                live.put(key, new Definition(key, record.offset(), at, body));
            }
        } catch (DefinitionRecord.DamagedException e) {
            damaged.incrementAndGet();
            LOG.error(
                    "Skipped the damaged record at offset {} of topic {}: {}",
                    record.offset(),
                    record.topic(),
                    e.getMessage());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAULT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE.multipliedBy(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
