package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads when a contact entered or left a segment last, as the log has it. Thread-safe. */
final class SegmentMoves {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    SegmentMoves(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** @param cause event, late_event, expiry, edit, merge or delete */
    record Move(long at, String cause) {
        /** Whether a change of that cause makes anybody enter a campaign. */
        boolean counts() {
            return cause.equals("event") || cause.equals("late_event") || cause.equals("expiry");
        }
    }

    Optional<Move> last(String workspace, String segment, ContactId contact, boolean entered) {
        SqlValues values = new SqlValues();
        List<JsonNode> rows = client.rows(
                values.sql(
                        """
                        SELECT toUnixTimestamp64Milli(at) AS at_ms, cause
                        FROM segment_changes
                        WHERE workspace = %s AND segment = %s AND contact = toUInt128(%s) AND change = %s
                        ORDER BY version DESC
                        LIMIT 1
                        """
                                .formatted(
                                        values.text(workspace),
                                        values.text(segment),
                                        values.text(contact.number().toString()),
                                        values.text(entered ? "entered" : "exited"))),
                bounds);
        return rows.stream()
                .findFirst()
                .map(row ->
                        new Move(row.path("at_ms").asLong(), row.path("cause").asText()));
    }
}
