package io.millrace.ingest;

import io.millrace.streams.Topics;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RejectedRecord;
import io.millrace.streams.record.RejectedRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what stands in the topics now, of one workspace. */
record TopicReader(String bootstrap, String workspace) {

    List<EventRecord> events() throws UnreadableRecordException {
        List<EventRecord> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> row : read(Topics.EVENTS)) {
            EventRecord record = EventRecordCodec.decode(row.value());
            if (record.workspace().equals(workspace)) {
                records.add(record);
            }
        }
        return records;
    }

    List<RejectedRecord> rejected() throws UnreadableRecordException {
        List<RejectedRecord> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> row : read(Topics.REJECTED)) {
            RejectedRecord record = RejectedRecordCodec.decode(row.value());
            if (record.workspace().equals(workspace)) {
                records.add(record);
            }
        }
        return records;
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(rows::add);
            }
        }
        return rows;
    }
}
