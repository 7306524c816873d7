package io.millrace.flink.audience.identity;

import io.millrace.flink.audience.Routed;
import io.millrace.streams.record.SeedRecord;
import io.millrace.streams.record.SeedRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topic {@code audience-seeds}. A seed waits in the job until the engine's time has reached the instant its
 * condition is live from: then all links and merges that its events had arrived under are known.
 */
final class SeedReader implements KafkaRecordDeserializationSchema<Note> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(SeedReader.class);

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Note> notes) {
        if (record.value() == null) {
            return;
        }
        SeedRecord seed;
        try {
            seed = SeedRecordCodec.decode(record.value());
        } catch (UnreadableRecordException e) {
            LOG.error(
                    "Skipped the damaged record at offset {} of partition {} of topic {}: {}",
                    record.offset(),
                    record.partition(),
                    record.topic(),
                    e.getMessage());
            return;
        }
        notes.collect(new Note(
                Note.Kind.SEED,
                Routed.keyOf(seed.workspace(), seed.person()),
                seed.workspace(),
                seed.person(),
                seed.liveFrom(),
                record.partition(),
                record.offset(),
                null,
                "",
                "",
                0,
                false,
                record.value()));
    }

    @Override
    public TypeInformation<Note> getProducedType() {
        return Note.TYPE;
    }
}
