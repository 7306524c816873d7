package io.millrace.query.change;

import io.millrace.streams.Topics;
import io.millrace.streams.record.SegmentChange;
import io.millrace.streams.record.SegmentChangeCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reader of all partitions of topic {@code segment-changes}. Used by one thread. */
final class ChangeTopic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeTopic.class);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** A change and where it stands. */
    record Read(SegmentChange change, int partition, long offset) {}

    /** @param early whether to read what no checkpoint has committed yet, and may be taken back */
    ChangeTopic(String kafka, boolean early) {
        this.consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                early ? "read_uncommitted" : "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                // A read-committed fetch may sleep through the commit it waits for.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                20));
        consumer.assign(partitions());
    }

    Positions toEnd() {
        consumer.seekToEnd(partitions());
        return positions();
    }

    /** Continues at a place; where records are gone since, at the first that is there. Says whether any are gone. */
    boolean to(Positions place) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions());
        boolean gone = false;
        for (TopicPartition partition : partitions()) {
            long first = beginnings.getOrDefault(partition, 0L);
            long wanted = place.of(partition.partition());
            gone |= wanted < first;
            consumer.seek(partition, Math.max(first, wanted));
        }
        return gone;
    }

    Positions positions() {
        return new Positions(partitions().stream().map(consumer::position).toList());
    }

    List<Read> poll(Duration most) {
        List<Read> read = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(most)) {
            try {
                read.add(new Read(SegmentChangeCodec.decode(record.value()), record.partition(), record.offset()));
            } catch (UnreadableRecordException e) {
                LOG.error(
                        "Skipped the record at offset {} of partition {} of {}: it {}",
                        record.offset(),
                        record.partition(),
                        record.topic(),
                        e.getMessage());
            }
        }
        return read;
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, Positions.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.SEGMENT_CHANGES, partition))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
