package io.millrace.standalone.up;

import io.millrace.streams.Topics;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What was committed to topic {@code sends}. */
final class SendsTopic {

    private SendsTopic() {}

    /** Everything from the beginning to what is there now. */
    static List<SendRecord> read(String bootstrap) throws UnreadableRecordException {
        List<TopicPartition> partitions = IntStream.range(0, Topics.SENDS_PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.SENDS, partition))
                .toList();
        List<SendRecord> sends = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    sends.add(SendRecordCodec.decode(record.value()));
                }
            }
        }
        return sends;
    }
}
