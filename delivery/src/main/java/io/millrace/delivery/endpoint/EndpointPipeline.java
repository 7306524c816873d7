package io.millrace.delivery.endpoint;

import io.millrace.delivery.endpoint.FanOut.Placed;
import io.millrace.streams.Topics;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.WebhookStore;
import io.millrace.streams.record.WebhookDelivery;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what happens, and schedules a delivery for each endpoint that asked for it. An offset is committed once the
 * deliveries of all records below it are stored; a record that is read again makes deliveries with the same ids, which are
 * known and not scheduled a second time.
 *
 * <p>A delivery is stored in the partition with its source's number. The range assignor gives an instance the same numbers of
 * all topics that have as many partitions, so that it finds there all that it must know.
 */
final class EndpointPipeline implements AutoCloseable {

    static final String GROUP = "millrace-webhooks";

    private static final Logger LOG = LoggerFactory.getLogger(EndpointPipeline.class);
    private static final List<String> TOPICS =
            List.of(Topics.EVENTS, Topics.SEGMENT_CHANGES, Topics.WEBHOOK_REQUESTS, Topics.DEFINITIONS);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long COMMIT_NANOS = 500_000_000L;
    private static final long PAUSE_MILLIS = 500;
    private static final int SESSION_MILLIS = 6_000;
    private static final int HEARTBEAT_MILLIS = 2_000;
    private static final int POLL_RECORDS_MAX = 500;

    private final Consumer<byte[], byte[]> consumer;
    private final Definitions definitions;
    private final WebhookStore endpoints;
    private final FanOut fanOut;
    private final DeliveryLog log;
    private final DeliveryReader reader;
    private final Schedule schedule;
    private final Clock clock;
    private final Thread thread;
    private final Map<Integer, KnownDeliveries> owned = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private CampaignStatuses statuses = new CampaignStatuses();
    private long committedNanos = System.nanoTime();
    private volatile boolean closed;

    EndpointPipeline(
            String bootstrap,
            Definitions definitions,
            ContactDirectory contacts,
            DeliveryLog log,
            DeliveryReader reader,
            Schedule schedule,
            Clock clock) {
        this.definitions = definitions;
        this.endpoints = new WebhookStore(definitions);
        this.fanOut = new FanOut(contacts);
        this.log = log;
        this.reader = reader;
        this.schedule = schedule;
        this.clock = clock;
        this.consumer = new KafkaConsumer<>(Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                Map.entry(ConsumerConfig.GROUP_ID_CONFIG, GROUP),
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, GROUP),
                Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName()),
                Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS),
                Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS),
                Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis()),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX)));
        this.thread = new Thread(this::run, "webhook-endpoints-reader");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether this instance makes a partition's deliveries. */
    boolean owns(int partition) {
        return owned.containsKey(partition);
    }

    private void run() {
        consumer.subscribe(TOPICS, new Assignments());
        while (!closed) {
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    take(records);
                }
                commit(false);
            } catch (WakeupException e) {
                LOG.trace("woken up");
            } catch (KafkaException e) {
                LOG.warn("What webhook endpoints are told of cannot be read right now: {}", e.getMessage());
                pause();
            }
        }
        try {
            commit(true);
        } catch (KafkaException e) {
            LOG.warn("The last offsets of webhook endpoints could not be committed: {}", e.getMessage());
        }
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        try {
            takeOver(consumer.assignment());
            // An endpoint that was created before an event must not miss it.
            definitions.refresh();
            store(fanOut.of(records, endpoints.active(), campaigns(records), clock.millis()));
        } catch (RuntimeException e) {
            LOG.warn("What happened cannot be passed on to webhook endpoints right now: {}", e.toString());
            rewind(records);
            pause();
        }
    }

    /** Records below the committed offset were told before; they are read for the statuses alone. */
    private Map<ConsumerRecord<byte[], byte[]>, List<Occurrence>> campaigns(ConsumerRecords<byte[], byte[]> records) {
        Map<ConsumerRecord<byte[], byte[]>, List<Occurrence>> campaigns = new IdentityHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records.records(Topics.DEFINITIONS)) {
            List<Occurrence> found = statuses.next(record);
            long from = committed.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
            if (record.offset() >= from && !found.isEmpty()) {
                campaigns.put(record, found);
            }
        }
        return campaigns;
    }

    /** A delivery and when it is stored. */
    private record Storing(Placed placed, CompletableFuture<Long> stored) {}

    /** Once a delivery is stored it is known; whatever fails, the batch is read again for what was not. */
    private void store(List<Placed> deliveries) {
        Set<String> begun = new HashSet<>();
        List<Storing> storing = new ArrayList<>();
        for (Placed placed : deliveries) {
            WebhookDelivery.Origin origin = placed.delivery().origin();
            if (!known(placed.partition()).contains(origin) && begun.add(origin.id() + '/' + origin.request())) {
                storing.add(new Storing(placed, log.write(placed.partition(), placed.delivery())));
            }
        }
        RuntimeException failure = null;
        for (Storing one : storing) {
            try {
                schedule(one.placed(), one.stored().join());
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void schedule(Placed placed, long offset) {
        WebhookDelivery delivery = placed.delivery();
        String line = DeliveryReader.line(delivery);
        if (schedule.full(line) && delivery.origin().request().isEmpty()) {
            String error = "backlog_full: too many deliveries wait for this endpoint";
            log.write(placed.partition(), Step.givenUp(delivery, error, clock.millis()))
                    .join();
        } else {
            boolean kept = schedule.keeps(delivery.body().length);
            schedule.add(line, Waiting.on(placed.partition(), offset, delivery, kept));
        }
        known(placed.partition()).add(delivery);
    }

    private KnownDeliveries known(int partition) {
        KnownDeliveries known = owned.get(partition);
        if (known == null) {
            throw new IllegalStateException("partition " + partition + " is read without partition " + partition
                    + " of topic " + Topics.EVENTS + ", whose deliveries are not known so");
        }
        return known;
    }

    /** Reads the batch again. */
    private void rewind(ConsumerRecords<byte[], byte[]> records) {
        Set<TopicPartition> assigned = consumer.assignment();
        for (TopicPartition partition : records.partitions()) {
            if (!assigned.contains(partition)) {
                continue;
            }
            if (partition.topic().equals(Topics.DEFINITIONS)) {
                follow(partition);
            } else {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    /** Makes the deliveries of these partitions this instance's; of those that are already, nothing is done. */
    private void takeOver(Collection<TopicPartition> partitions) {
        Set<Integer> taken = new HashSet<>();
        for (TopicPartition partition : partitions) {
            if (partition.topic().equals(Topics.EVENTS) && !owns(partition.partition())) {
                taken.add(partition.partition());
            }
        }
        if (!taken.isEmpty()) {
            reader.partitions(taken).forEach((partition, read) -> {
                owned.put(partition, read.known());
                read.pending().values().forEach(kept -> schedule.add(kept.line(), kept.waiting()));
            });
        }
    }

    /** Statuses are followed from the beginning; what is below the committed offset is told to nobody again. */
    private void follow(TopicPartition definitionsPartition) {
        statuses = new CampaignStatuses();
        consumer.seekToBeginning(List.of(definitionsPartition));
    }

    private void commit(boolean now) {
        if (!now && System.nanoTime() - committedNanos < COMMIT_NANOS) {
            return;
        }
        committedNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            long position = consumer.position(partition);
            if (committed.getOrDefault(partition, -1L) < position) {
                moved.put(partition, new OffsetAndMetadata(position));
            }
        }
        if (!moved.isEmpty()) {
            consumer.commitSync(moved);
            moved.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Partitions come and go with instances of delivery. */
    private final class Assignments implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                if (partition.topic().equals(Topics.DEFINITIONS)) {
                    OffsetAndMetadata from =
                            consumer.committed(Set.of(partition)).get(partition);
                    if (from != null) {
                        committed.put(partition, from.offset());
                    }
                    follow(partition);
                }
            }
            takeOver(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                commit(true);
            } catch (KafkaException e) {
                LOG.warn("Offsets of partitions that go elsewhere could not be committed: {}", e.getMessage());
            }
            lose(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lose(partitions);
        }

        private void lose(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                committed.remove(partition);
                if (partition.topic().equals(Topics.EVENTS)) {
                    owned.remove(partition.partition());
                }
            }
            schedule.forget(partition -> !owned.containsKey(partition));
        }
    }

    /** Takes nothing more; what is scheduled stays scheduled. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(2 * CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
