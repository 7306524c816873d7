package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.Outgoing;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Each record to its topic, all of a checkpoint in one transaction; the partition is that of the key. */
final class OutgoingSerializer implements KafkaRecordSerializationSchema<Outgoing> {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Outgoing record, KafkaSinkContext context, @Nullable Long timestamp) {
        return new ProducerRecord<>(record.topic, record.key, record.value);
    }
}
