package io.millrace.flink.audience.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.RowBinaryWriter;
import io.millrace.core.audience.ContactState;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.audience.SegmentTransition;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.flink.sink.EncodedRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Rows of the tables of AudienceJob as ClickHouse's RowBinary, columns as in {@link AudienceTables}. Not thread-safe. */
final class ContactRows {

    private static final int ROW_BYTES_EXPECTED = 1024;

    private final RowBinaryWriter row = new RowBinaryWriter(ROW_BYTES_EXPECTED);

    EncodedRow contact(Contact contact, long version) {
        ContactState state = contact.state;
        ObjectNode traits = state.traits();
        JsonNode email = traits.get("email");
        begin(contact.workspace, contact.id(), contact.root, state.generation());
        row.string(email != null && email.isTextual() ? email.textValue() : "")
                .string(traits.toString())
                .strings(state.tags());
        Map<String, BigDecimal> scores = state.scores();
        row.unsigned(scores.size());
        scores.forEach((name, value) -> row.string(name).int64(Double.doubleToLongBits(value.doubleValue())));
        Map<String, Boolean> choices = state.subscriptions();
        row.unsigned(choices.size());
        choices.forEach((group, subscribed) -> row.string(group).string(subscribed ? "subscribed" : "unsubscribed"));
        row.strings(List.copyOf(state.segments()));
        row.dateTime64Millis(state.createdAt())
                .dateTime64Millis(state.updatedAt())
                .uint8(0)
                .uint128(0, 0)
                .uint64(version);
        return new EncodedRow(AudienceTables.CONTACTS, row.toByteArray());
    }

    /**
     * A contact that is no more; nothing of its profile stays.
     *
     * @param goneMillis when it went
     */
    EncodedRow gone(String workspace, Person root, int generation, long createdMillis, long goneMillis, long version) {
        return gone(workspace, root, generation, createdMillis, goneMillis, version, new ContactId(0, 0));
    }

    /** The same of one whose past is another's now. */
    EncodedRow gone(
            String workspace,
            Person root,
            int generation,
            long createdMillis,
            long goneMillis,
            long version,
            ContactId mergedInto) {
        begin(workspace, ContactId.of(workspace, root, generation), root, generation);
        row.string("")
                .string("{}")
                .strings(List.of())
                .map(Map.of())
                .map(Map.of())
                .strings(List.of());
        row.dateTime64Millis(createdMillis)
                .dateTime64Millis(goneMillis)
                .uint8(1)
                .uint128(mergedInto.high16(), mergedInto.low64())
                .uint64(version);
        return new EncodedRow(AudienceTables.CONTACTS, row.toByteArray());
    }

    private void begin(String workspace, ContactId id, Person root, int generation) {
        boolean user = root.kind() == Person.Kind.USER;
        row.clear();
        row.string(workspace)
                .uint128(id.high16(), id.low64())
                .string(user ? root.id() : "")
                .string(user ? "" : root.id())
                .uint32(generation);
    }

    EncodedRow identity(String workspace, Slice slice, ContactId contact, long version) {
        Person person = slice.person();
        ContactId hash = ContactId.of(workspace, person);
        row.clear();
        row.string(workspace)
                .uint128(hash.high16(), hash.low64())
                .int64(slice.fromMillis())
                .uint128(contact.high16(), contact.low64())
                .string(person.kind() == Person.Kind.USER ? "u" : "a")
                .string(person.id())
                .uint64(version);
        return new EncodedRow(AudienceTables.IDENTITIES, row.toByteArray());
    }

    EncodedRow write(Contact contact, ProfileWrite write) {
        ContactId person = contact.idOf(0);
        row.clear();
        row.string(contact.workspace)
                .string(write.field().text())
                .string(write.key())
                .uint128(person.high16(), person.low64())
                .string(write.value())
                .dateTime64Millis(write.timestamp())
                .dateTime64Millis(write.arrival().millis())
                .uint64(write.arrival().sequence());
        return new EncodedRow(AudienceTables.PROFILE_WRITES, row.toByteArray());
    }

    EncodedRow change(
            String workspace, ContactId contact, SegmentTransition transition, long knownMillis, long version) {
        row.clear();
        row.string(workspace)
                .string(transition.segment())
                .uint128(contact.high16(), contact.low64())
                .string(transition.entered() ? "entered" : "exited")
                .string(transition.cause().text())
                .dateTime64Millis(transition.at())
                .dateTime64Millis(knownMillis)
                .uint64(transition.version())
                .string(transition.evidence())
                .uint64(version);
        return new EncodedRow(AudienceTables.SEGMENT_CHANGES, row.toByteArray());
    }

    EncodedRow member(String workspace, ContactId contact, SegmentTransition transition, long version) {
        row.clear();
        row.string(workspace)
                .string(transition.segment())
                .uint128(contact.high16(), contact.low64())
                .uint8(transition.entered() ? 1 : 0)
                .dateTime64Millis(transition.at())
                .uint64(version);
        return new EncodedRow(AudienceTables.SEGMENT_MEMBERS, row.toByteArray());
    }

    EncodedRow outcome(
            String workspace, String requestId, ContactId contact, String outcome, String detail, long millis) {
        row.clear();
        row.string(workspace)
                .string(requestId)
                .uint128(contact.high16(), contact.low64())
                .string(outcome)
                .string(detail)
                .dateTime64Millis(millis);
        return new EncodedRow(AudienceTables.API_OUTCOMES, row.toByteArray());
    }

    /** That all contacts of a task are judged under the definitions up to this one. */
    EncodedRow judged(int task, int tasks, long version) {
        row.clear();
        row.uint32(task).uint32(tasks).uint64(version);
        return new EncodedRow(AudienceTables.RULES_JUDGED, row.toByteArray());
    }
}
