package io.millrace.flink.audience.contact;

import io.millrace.flink.audience.Routed;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of topic {@code contact-moves}, each to the contact that it is for. */
final class MoveReader implements KafkaRecordDeserializationSchema<Routed> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Routed> out) throws IOException {
        Move move;
        try {
            move = Move.read(record.value());
        } catch (IOException e) {
            throw new IOException(
                    "topic " + record.topic() + ", partition " + record.partition() + ", offset " + record.offset(), e);
        }
        out.collect(new Routed(
                Routed.Kind.MOVE,
                Routed.keyOf(move.workspace(), move.target()),
                move.workspace(),
                move.target(),
                0,
                record.partition(),
                record.offset(),
                null,
                0,
                "",
                "",
                record.value()));
    }

    @Override
    public TypeInformation<Routed> getProducedType() {
        return Routed.TYPE;
    }
}
