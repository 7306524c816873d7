package io.millrace.streams.definition;

import io.millrace.streams.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * {@link Definitions} in the compacted topic {@code definitions}.
 *
 * <p>All processes write under one transactional id, so that Kafka lets one of them write at a time: whoever begins to
 * write fences the writer before it, reads to the end, and from then on knows every version until it is fenced itself,
 * which fails its next commit. So a version check holds across processes, and a losing record never enters the log,
 * where compaction would keep it instead of the winner.
 */
public final class KafkaDefinitions implements Definitions, AutoCloseable {

    private static final String TRANSACTIONAL_ID = "millrace-definitions";
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 20;

    /** A read-committed fetch may sleep through the commit it waits for; so it is kept short. */
    private static final int FETCH_WAIT_MILLIS = 50;

    private final Map<String, Object> producerSettings;
    private final DefinitionReader reader;
    private final Object writing = new Object();
    private @Nullable Producer<byte[], byte[]> producer;

    private KafkaDefinitions(Map<String, Object> producerSettings, DefinitionReader reader) {
        this.producerSettings = producerSettings;
        this.reader = reader;
    }

    /**
     * Opens the store and reads the whole topic, which must exist.
     *
     * @throws DefinitionsUnavailableException if it cannot be read in time
     */
    public static KafkaDefinitions open(String bootstrap, Map<String, Object> extraClientSettings) {
        Map<String, Object> common = new HashMap<>(extraClientSettings);
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);

        Map<String, Object> consumer = new HashMap<>(common);
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        consumer.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());

        Map<String, Object> producer = new HashMap<>(common);
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TIMEOUT.toMillis());
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis());
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.RECORD_BYTES_MAX);
        producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis() / 3);
        producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());

        DefinitionReader reader = new DefinitionReader(new KafkaConsumer<>(consumer));
        reader.start();
        KafkaDefinitions definitions = new KafkaDefinitions(Map.copyOf(producer), reader);
        try {
            definitions.refresh();
        } catch (DefinitionsUnavailableException e) {
            definitions.close();
            throw e;
        }
        return definitions;
    }

    @Override
    public Optional<Definition> get(Definition.Key key) {
        return reader.get(key);
    }

    @Override
    public Collection<Definition> all(Definition.Kind kind) {
        return reader.all(kind);
    }

    @Override
    public long damagedRecords() {
        return reader.damagedRecords();
    }

    @Override
    public Definition put(Definition.Key key, long expectedVersion, String body) {
        write(key, expectedVersion, DefinitionRecord.live(body));
        return get(key).orElseThrow(() -> new VersionConflictException(key, expectedVersion, ABSENT));
    }

    @Override
    public long delete(Definition.Key key, long expectedVersion) {
        return write(key, expectedVersion, DefinitionRecord.deleted());
    }

    @Override
    public void refresh() {
        await(reader.readToEnd(), "read to its end");
    }

    /** @return its offset */
    private long write(Definition.Key key, long expectedVersion, byte[] value) {
        synchronized (writing) {
            for (int attempt = 1; ; attempt++) {
                try {
                    long offset = writeOnce(key, expectedVersion, value);
                    await(reader.readPast(offset), "read past offset " + offset);
                    return offset;
                } catch (ProducerFencedException | InvalidProducerEpochException e) {
                    // Another process writes; nothing of ours is in the log, so take the pen back and check again.
                    closeProducer();
                    if (attempt == ATTEMPTS) {
                        throw new DefinitionsUnavailableException("another process keeps writing definitions", e);
                    }
                } catch (DefinitionsUnavailableException e) {
                    // What this process has read may be older than what it wrote; the next writer reads first.
                    closeProducer();
                    throw e;
                } catch (KafkaException e) {
                    closeProducer();
                    throw new DefinitionsUnavailableException("topic definitions cannot be written: " + e, e);
                }
            }
        }
    }

    private long writeOnce(Definition.Key key, long expectedVersion, byte[] value) {
        Producer<byte[], byte[]> writer = producer == null ? takePen() : producer;
        long version = get(key).map(Definition::version).orElse(ABSENT);
        if (version != expectedVersion) {
            if (!confirmed(key, version)) {
                return writeOnce(key, expectedVersion, value);
            }
            throw new VersionConflictException(key, expectedVersion, version);
        }
        writer.beginTransaction();
        var sent = writer.send(new ProducerRecord<>(Topics.DEFINITIONS, 0, DefinitionRecord.key(key), value));
        writer.commitTransaction();
        try {
            return sent.get().offset();
        } catch (ExecutionException | InterruptedException e) {
            throw new KafkaException("the record's offset is unknown", e);
        }
    }

    /** Whether this is really the newest version and not only the newest this process has read so far. */
    private boolean confirmed(Definition.Key key, long version) {
        refresh();
        return get(key).map(Definition::version).orElse(ABSENT) == version;
    }

    private Producer<byte[], byte[]> takePen() {
        Producer<byte[], byte[]> taken = new KafkaProducer<>(producerSettings);
        producer = taken;
        taken.initTransactions();
        refresh();
        return taken;
    }

    private void await(CompletableFuture<Void> passed, String what) {
        try {
            passed.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new DefinitionsUnavailableException("topic definitions could not be " + what + " in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DefinitionsUnavailableException("interrupted while definitions were " + what, e);
        }
    }

    private void closeProducer() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        synchronized (writing) {
            closeProducer();
        }
        reader.close();
    }
}
