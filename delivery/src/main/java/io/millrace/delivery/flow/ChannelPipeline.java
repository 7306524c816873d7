package io.millrace.delivery.flow;

import io.millrace.core.campaign.Channel;
import io.millrace.delivery.consent.Standing;
import io.millrace.delivery.consent.Standings;
import io.millrace.delivery.outcome.OutcomeLog;
import io.millrace.delivery.outcome.Recorder;
import io.millrace.streams.Topics;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topic {@code sends} for one channel, in a group of its own: a channel that stands still keeps back no other. An
 * offset is committed once all sends below it have a recorded outcome; a send that already has one is not delivered again.
 */
final class ChannelPipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelPipeline.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final long COMMIT_NANOS = 500_000_000L;
    private static final long PAUSE_MILLIS = 500;
    private static final int SESSION_MILLIS = 6_000;
    private static final int HEARTBEAT_MILLIS = 2_000;
    private static final int POLL_RECORDS_MAX = 250;

    private final Channel channel;
    private final Consumer<byte[], byte[]> consumer;
    private final Recorder recorder;
    private final OutcomeLog log;
    private final Standings standings;
    private final ChannelWork work;
    private final Load load;
    private final Thread thread;
    private final Map<TopicPartition, OffsetTracker> trackers = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private long committedNanos = System.nanoTime();
    private volatile boolean closed;

    ChannelPipeline(
            String bootstrap,
            Channel channel,
            Recorder recorder,
            OutcomeLog log,
            Standings standings,
            ChannelWork work,
            Load load) {
        this.channel = channel;
        this.recorder = recorder;
        this.log = log;
        this.standings = standings;
        this.work = work;
        this.load = load;
        this.consumer = new KafkaConsumer<>(Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                Map.entry(ConsumerConfig.GROUP_ID_CONFIG, group(channel)),
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, group(channel)),
                Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS),
                Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS),
                Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis()),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX)));
        this.thread = new Thread(this::run, "delivery-" + channel.text() + "-reader");
        this.thread.setDaemon(true);
    }

    /** The consumer group of a channel; its offsets say what may be trimmed. */
    static String group(Channel channel) {
        return "millrace-delivery-" + channel.text();
    }

    void start() {
        thread.start();
    }

    private void run() {
        consumer.subscribe(List.of(Topics.SENDS), new Assignments());
        while (!closed) {
            try {
                steer();
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    take(records);
                }
                commit(false);
            } catch (WakeupException e) {
                LOG.trace("woken up");
            } catch (KafkaException e) {
                LOG.warn("Sends by {} cannot be read right now: {}", channel.text(), e.getMessage());
                pause();
            }
        }
        work.close();
        try {
            commit(true);
        } catch (KafkaException e) {
            LOG.warn("The last offsets of {} could not be committed: {}", channel.text(), e.getMessage());
        }
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    private void steer() {
        if (load.full()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        List<SendRecord> sends = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            OffsetTracker tracker = tracker(record);
            try {
                SendRecord send = SendRecordCodec.decode(record.value());
                if (send.message().channel() != channel || !isNew(record, send, tracker)) {
                    tracker.passed(record.offset());
                } else if (send.skipped() != null) {
                    skip(record, send, send.skipped(), tracker);
                } else {
                    taken.add(record);
                    sends.add(send);
                }
            } catch (UnreadableRecordException e) {
                unreadable(record, e);
                tracker.passed(record.offset());
            }
        }
        if (sends.isEmpty()) {
            return;
        }
        Map<String, Standing> found;
        try {
            found = standings.of(sends);
        } catch (RuntimeException e) {
            LOG.warn("How contacts stand to messages cannot be looked up right now: {}", e.getMessage());
            rewind(taken);
            pause();
            return;
        }
        for (int i = 0; i < sends.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = taken.get(i);
            SendRecord send = sends.get(i);
            OffsetTracker tracker = tracker(record);
            // A copy has nothing of its own to wait for: the offset of the first holds it back.
            if (tracker.begin(record.offset(), send.workspace(), send.sendId())) {
                work.begin(
                        new ChannelWork.Place(record.partition(), record.offset(), tracker),
                        send,
                        found.getOrDefault(send.sendId(), Standings.granted(send)));
            }
        }
    }

    /** The campaign did not send it; that is told as everything that becomes of messages is. */
    private void skip(ConsumerRecord<byte[], byte[]> record, SendRecord send, String reason, OffsetTracker tracker) {
        if (tracker.begin(record.offset(), send.workspace(), send.sendId())) {
            work.skip(new ChannelWork.Place(record.partition(), record.offset(), tracker), send, reason);
        }
    }

    /** Says whether the send has no outcome yet; tells the events of one that may not have been told. */
    private boolean isNew(ConsumerRecord<byte[], byte[]> record, SendRecord send, OffsetTracker tracker) {
        switch (recorder.known(record.partition(), send)) {
            case NOTHING:
                return true;
            case UNTOLD:
                if (tracker.begin(record.offset(), send.workspace(), send.sendId())) {
                    recorder.tellAgain(record.partition(), send).thenRun(() -> tracker.done(record.offset()));
                }
                return false;
            case TOLD:
                LOG.debug("Send {} has an outcome already", send.sendId());
                return false;
        }
        throw new IllegalStateException("every case is above");
    }

    private OffsetTracker tracker(ConsumerRecord<byte[], byte[]> record) {
        return trackers.computeIfAbsent(
                new TopicPartition(record.topic(), record.partition()), unknown -> new OffsetTracker(record.offset()));
    }

    /** Reads the same again; what was in between and needs nothing is passed again. */
    private void rewind(List<ConsumerRecord<byte[], byte[]>> taken) {
        Map<TopicPartition, Long> first = new HashMap<>();
        taken.forEach(record ->
                first.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min));
        first.forEach((partition, offset) -> {
            if (trackers.containsKey(partition)) {
                trackers.get(partition).back(offset);
                consumer.seek(partition, offset);
            }
        });
    }

    /** One channel alone speaks of what no channel can read. */
    private void unreadable(ConsumerRecord<byte[], byte[]> record, UnreadableRecordException fault) {
        if (channel != Channel.EMAIL) {
            return;
        }
        LOG.error(
                "The record at offset {} of partition {} of topic {} {}",
                record.offset(),
                record.partition(),
                record.topic(),
                fault.getMessage());
        byte[] key = record.key() == null ? new byte[0] : record.key();
        byte[] value = record.value() == null ? new byte[0] : record.value();
        log.deadLetter(
                        key,
                        value,
                        "unreadable",
                        String.valueOf(fault.getMessage()),
                        record.partition() + "/" + record.offset())
                .join();
    }

    private void commit(boolean now) {
        if (!now && System.nanoTime() - committedNanos < COMMIT_NANOS) {
            return;
        }
        committedNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
        trackers.forEach((partition, tracker) -> {
            long offset = tracker.committable();
            if (committed.getOrDefault(partition, -1L) < offset) {
                moved.put(partition, new OffsetAndMetadata(offset));
            }
        });
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
                recorder.load(partition.partition());
                trackers.put(partition, new OffsetTracker(consumer.position(partition)));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                commit(true);
            } catch (KafkaException e) {
                LOG.warn("Offsets could not be committed before a hand-over: {}", e.getMessage());
            }
            lose(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lose(partitions);
        }

        private void lose(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                OffsetTracker tracker = trackers.remove(partition);
                if (tracker != null) {
                    tracker.lose();
                }
                committed.remove(partition);
                recorder.forget(partition.partition());
            }
        }
    }

    /** Finishes what is being carried and commits. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(2 * CLOSE.toMillis() + CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
