package io.millrace.standalone.up;

import io.millrace.streams.Topics;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RecordKind;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the records of topic {@code events} are, read from its beginning. Not thread-safe. */
final class TopicKinds implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final Map<Integer, List<RecordKind>> read = new TreeMap<>();

    private TopicKinds(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    static TopicKinds open(String bootstrap) {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, Topics.EVENTS_PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new TopicKinds(consumer);
    }

    /** How many of each kind there are among a partition's first records; fails if it has fewer. */
    Map<RecordKind, Long> first(int partition, long records) throws UnreadableRecordException {
        for (int attempt = 0; kinds(partition).size() < records; attempt++) {
            if (attempt == 50) {
                throw new AssertionError(
                        "partition " + partition + " has " + kinds(partition).size() + " records and not " + records);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (record.offset() != kinds(record.partition()).size()) {
                    throw new AssertionError("offset " + record.offset() + " of partition " + record.partition()
                            + " is not the place of a record among all");
                }
                kinds(record.partition()).add(EventRecordCodec.kind(record.value()));
            }
        }
        return count(kinds(partition).subList(0, Math.toIntExact(records)));
    }

    /** Of all partitions, as far as they were read. */
    Map<RecordKind, Long> all() {
        return count(read.values().stream().flatMap(List::stream).toList());
    }

    private List<RecordKind> kinds(int partition) {
        return read.computeIfAbsent(partition, unused -> new ArrayList<>());
    }

    private static Map<RecordKind, Long> count(List<RecordKind> kinds) {
        Map<RecordKind, Long> counts = new EnumMap<>(RecordKind.class);
        kinds.forEach(kind -> counts.merge(kind, 1L, Long::sum));
        return counts;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
