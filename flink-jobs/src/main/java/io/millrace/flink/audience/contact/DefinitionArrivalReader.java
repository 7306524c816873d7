package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.DefinitionArrival;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of topic {@code definitions} as they are. Refuses none. */
final class DefinitionArrivalReader implements KafkaRecordDeserializationSchema<DefinitionArrival> {

    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<DefinitionArrival> out) {
        out.collect(new DefinitionArrival(
                record.offset(),
                record.timestamp(),
                record.key() == null ? NOTHING : record.key(),
                record.value() == null ? NOTHING : record.value()));
    }

    @Override
    public TypeInformation<DefinitionArrival> getProducedType() {
        return Types.POJO(DefinitionArrival.class);
    }
}
