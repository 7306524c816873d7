package io.millrace.flink.audience.campaign;

import io.millrace.clickhouse.RowBinaryWriter;
import io.millrace.core.campaign.engine.RunRef;
import io.millrace.core.event.ContactId;
import io.millrace.flink.audience.contact.AudienceTables;
import io.millrace.flink.sink.EncodedRow;

/** Rows of what runs do as ClickHouse's RowBinary, columns as in {@link AudienceTables}. Not thread-safe. */
final class CampaignRows {

    private static final int ROW_BYTES_EXPECTED = 256;

    private final RowBinaryWriter row = new RowBinaryWriter(ROW_BYTES_EXPECTED);

    /** Where a row belongs. */
    record Place(String workspace, ContactId contact, long at, long version) {}

    /**
     * A message's row beside the run's.
     *
     * @param messageClass marketing or transactional; empty for calls and notes
     * @param outcome granted, skipped or noted
     */
    record Message(
            String sendId,
            String node,
            int visit,
            String channel,
            String template,
            String messageClass,
            String outcome,
            String reason,
            String note) {}

    /**
     * A step's row beside the run's; what it has nothing to say about is empty.
     *
     * @param until when the run goes on from there if nothing else happens; 0 if that is not known
     */
    record Step(String step, String node, String fromNode, int visit, String reason, long until) {
        Step(String step, String node, String fromNode, int visit, String reason) {
            this(step, node, fromNode, visit, reason, 0);
        }
    }

    EncodedRow message(Place place, RunRef run, Message message) {
        row.clear();
        row.string(place.workspace())
                .string(run.campaign())
                .string(message.sendId())
                .uint64(run.version())
                .string(message.node())
                .uint32(message.visit())
                .string(run.run())
                .uint128(place.contact().high16(), place.contact().low64())
                .string(message.channel())
                .string(message.template())
                .string(message.messageClass())
                .string(message.outcome())
                .string(message.reason())
                .string(message.note())
                .dateTime64Millis(place.at())
                .uint64(place.version());
        return new EncodedRow(AudienceTables.MESSAGES, row.toByteArray());
    }

    EncodedRow step(Place place, RunRef run, Step step) {
        row.clear();
        row.string(place.workspace())
                .string(run.campaign())
                .string(run.run())
                .uint64(run.version())
                .uint128(place.contact().high16(), place.contact().low64())
                .string(step.step())
                .string(step.node())
                .string(step.fromNode())
                .uint32(step.visit())
                .string(step.reason())
                .dateTime64Millis(step.until())
                .dateTime64Millis(place.at())
                .uint64(place.version());
        return new EncodedRow(AudienceTables.ENROLLMENT_STEPS, row.toByteArray());
    }
}
