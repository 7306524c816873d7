package io.millrace.flink.arrival;

import io.millrace.streams.Topics;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RecordKind;
import io.millrace.streams.record.UnreadableRecordException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records over as they are, with the key of those that may have copies. Refuses none. */
public final class ArrivalReader implements KafkaRecordDeserializationSchema<Arrival> {

    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival> arrivals) {
        byte[] value = record.value() == null ? NOTHING : record.value();
        boolean rejected = record.topic().equals(Topics.REJECTED);
        ArrivalKey key = rejected
                ? ArrivalKey.ofPlace(record.partition(), record.offset())
                : key(value, record.partition(), record.offset());
        arrivals.collect(new Arrival(rejected, record.partition(), record.offset(), record.timestamp(), key, value));
    }

    private static ArrivalKey key(byte[] value, int partition, long offset) {
        try {
            if (EventRecordCodec.kind(value) == RecordKind.EVENT) {
                return ArrivalKey.of(EventRecordCodec.decode(value));
            }
        } catch (UnreadableRecordException e) {
            // Read again, and rejected with this reason, where rows are made.
            return ArrivalKey.ofPlace(partition, offset);
        }
        return ArrivalKey.ofPlace(partition, offset);
    }

    @Override
    public TypeInformation<Arrival> getProducedType() {
        return Arrival.TYPE;
    }
}
