package io.millrace.query.segment;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads members of a segment in the order of their ids, so that a page costs the same wherever it is. Thread-safe. */
final class MemberPages {

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    MemberPages(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** Those whom the job has in the segment now. */
    List<ContactId> now(String workspace, String segment, Optional<ContactId> after, int limit) {
        SqlValues values = new SqlValues();
        return ids(values.sql(
                """
                SELECT toString(contact) AS id
                FROM (
                  SELECT contact, is_member
                  FROM segment_members
                  WHERE workspace = %s AND segment = %s AND contact > %s
                  ORDER BY contact, version DESC
                  LIMIT 1 BY contact)
                WHERE is_member = 1
                LIMIT %s
                """
                        .formatted(
                                values.text(workspace),
                                values.text(segment),
                                number(after, values),
                                values.whole(limit))));
    }

    /**
     * Those whom the log has in the segment.
     *
     * @param at what had happened by then; empty for everything
     * @param knownAt what was known by then
     */
    List<ContactId> known(
            String workspace, String segment, OptionalLong at, long knownAt, Optional<ContactId> after, int limit) {
        SqlValues values = new SqlValues();
        String happened =
                at.isEmpty() ? "" : " AND at <= fromUnixTimestamp64Milli(" + values.whole(at.getAsLong()) + ")";
        return ids(values.sql(
                """
                SELECT toString(contact) AS id
                FROM segment_changes
                WHERE workspace = %s AND segment = %s AND known_at <= fromUnixTimestamp64Milli(%s)%s AND contact > %s
                GROUP BY contact
                HAVING argMax(change, version) = 'entered'
                ORDER BY contact
                LIMIT %s
                """
                        .formatted(
                                values.text(workspace),
                                values.text(segment),
                                values.whole(knownAt),
                                happened,
                                number(after, values),
                                values.whole(limit))));
    }

    private List<ContactId> ids(Sql sql) {
        return client.rows(sql, bounds).stream()
                .map(row -> ContactId.ofNumber(new BigInteger(row.path("id").asText())))
                .toList();
    }

    private static String number(Optional<ContactId> id, SqlValues values) {
        return "toUInt128("
                + values.text(id.map(known -> known.number().toString()).orElse("0")) + ")";
    }
}
