package io.millrace.streams;

import io.millrace.streams.definition.DefinitionTick;
import io.millrace.streams.record.ClockRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the engine's time where nobody writes: it appends ticks to the partitions of topic {@code events} and to topic
 * {@code definitions}, whose append times are all they say. About ten a second and partition while anything else is
 * written, one a second at rest. Several clocks on one Kafka do no harm. Survives outages of Kafka.
 */
public final class StreamClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamClock.class);
    private static final int TIMEOUT_MILLIS = 4_000;
    private static final long PAUSE_AFTER_FAULT_MILLIS = 500;
    private static final TopicPartition DEFINITIONS = new TopicPartition(Topics.DEFINITIONS, 0);

    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> ends;
    private final Thread thread = new Thread(this::run, "stream-clock");
    private TickPlan plan = new TickPlan();
    private volatile boolean closed;

    private StreamClock(Producer<byte[], byte[]> producer, Admin admin) {
        this.producer = producer;
        this.admin = admin;
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        asked.put(DEFINITIONS, OffsetSpec.latest());
        for (int partition = 0; partition < Topics.EVENTS_PARTITIONS; partition++) {
            asked.put(new TopicPartition(Topics.EVENTS, partition), OffsetSpec.latest());
        }
        this.ends = Map.copyOf(asked);
    }

    /** Begins to tick, in a thread of its own, and returns at once. The topics must exist. */
    public static StreamClock start(String bootstrap) {
        StreamClock clock = new StreamClock(
                new KafkaProducer<>(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "millrace-stream-clock",
                        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                        ByteArraySerializer.class,
                        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                        ByteArraySerializer.class,
                        // A lost tick is made good by the next one, and a late one is worth nothing.
                        ProducerConfig.ACKS_CONFIG,
                        "1",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        (long) TIMEOUT_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS)),
                Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        AdminClientConfig.CLIENT_ID_CONFIG, "millrace-stream-clock",
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS)));
        clock.thread.setDaemon(true);
        clock.thread.start();
        return clock;
    }

    private void run() {
        boolean faulty = false;
        while (!closed) {
            long begin = System.nanoTime();
            try {
                round();
                if (faulty) {
                    LOG.info("The stream's clock ticks again");
                }
                faulty = false;
                pause(TickPlan.BUSY_INTERVAL_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            } catch (InterruptedException e) {
                return;
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                if (!faulty && !closed) {
                    LOG.warn("The stream's clock stands still, and with it all waiting exits: {}", e.toString());
                }
                faulty = true;
                plan = new TickPlan();
                pause(PAUSE_AFTER_FAULT_MILLIS);
            }
        }
    }

    private void round() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, ListOffsetsResultInfo> found =
                admin.listOffsets(ends).all().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (TopicPartition partition : plan.due(offsets, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
            sent.add(producer.send(tick(partition)));
        }
        for (Future<RecordMetadata> tick : sent) {
            RecordMetadata stored = tick.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            plan.ticked(new TopicPartition(stored.topic(), stored.partition()));
        }
    }

    private static ProducerRecord<byte[], byte[]> tick(TopicPartition partition) {
        return partition.equals(DEFINITIONS)
                ? new ProducerRecord<>(Topics.DEFINITIONS, 0, DefinitionTick.key(), DefinitionTick.value())
                : new ProducerRecord<>(partition.topic(), partition.partition(), null, ClockRecord.encode());
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(Math.max(0, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
