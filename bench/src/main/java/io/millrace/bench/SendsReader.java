package io.millrace.bench;

import io.millrace.streams.Topics;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows topic {@code sends} from its beginning, committed records alone, and notes when each send was first seen. Thread-safe. */
final class SendsReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Long> seenNanos = new ConcurrentHashMap<>();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong last = new AtomicLong();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<Optional<Exception>> failure = new AtomicReference<>(Optional.empty());
    private final Function<SendRecord, Optional<String>> name;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::read, "sends-reader");

    private SendsReader(String bootstrap, Function<SendRecord, Optional<String>> name) {
        this.name = name;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** @param name by which a send is known; empty for one that is of no interest */
    static SendsReader start(String bootstrap, Function<SendRecord, Optional<String>> name) {
        SendsReader reader = new SendsReader(bootstrap, name);
        reader.thread.start();
        return reader;
    }

    /** When each send was first seen, in {@link System#nanoTime}, by name. */
    Map<String, Long> seen() {
        Objects.requireNonNull(failure.get()).ifPresent(cause -> {
            throw new IllegalStateException("topic sends cannot be read on", cause);
        });
        return seenNanos;
    }

    /** Sends whose name had been seen before. */
    long repeated() {
        return repeated.get();
    }

    /** When a send of interest was last seen. */
    long lastNanos() {
        return last.get();
    }

    private void read() {
        try (consumer) {
            List<TopicPartition> partitions = IntStream.range(0, Topics.SENDS_PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.SENDS, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopping.get()) {
                var records = consumer.poll(POLL);
                long now = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    note(SendRecordCodec.decode(record.value()), now);
                }
            }
        } catch (KafkaException | UnreadableRecordException e) {
            failure.set(Optional.of(e));
        }
    }

    private void note(SendRecord send, long now) {
        Optional<String> known = send.skipped() == null ? name.apply(send) : Optional.empty();
        if (known.isPresent()) {
            last.set(now);
            if (seenNanos.putIfAbsent(known.get(), now) != null) {
                repeated.incrementAndGet();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping.set(true);
        thread.join(10_000);
    }
}
