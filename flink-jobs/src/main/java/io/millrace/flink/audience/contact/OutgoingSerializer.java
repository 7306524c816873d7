package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.Outgoing;
import io.millrace.streams.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Each record to its topic, all of a checkpoint in one transaction; the partition is that of the key. */
final class OutgoingSerializer implements KafkaRecordSerializationSchema<Outgoing>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Outgoing record, KafkaSinkContext context, @Nullable Long timestamp) {
        return new ProducerRecord<>(record.topic, record.key, record.value);
    }

    /** With pooled transactional ids the sink asks for all topics, to find the transactions of a run that ended. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(new DefaultKafkaDatasetFacet(
                DefaultKafkaDatasetIdentifier.ofTopics(
                        List.of(Topics.SEGMENT_CHANGES, Topics.CONTACT_MOVES, Topics.SENDS)),
                new Properties()));
    }
}
