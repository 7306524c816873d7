package io.millrace.query.contact;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A segment in which a contact is now, hand-kept or by rules.
 *
 * @param since when it entered
 */
record Membership(String segment, Instant since) {

    /** All segments of a contact, by their ids in order. */
    static List<Membership> of(
            String workspace, ContactId contact, ClickHouseClient client, Map<String, String> bounds) {
        SqlValues values = new SqlValues();
        return client
                .rows(
                        values.sql(
                                """
                                SELECT segment, toUnixTimestamp64Milli(since) AS since_ms
                                FROM (
                                  SELECT segment, since, is_member
                                  FROM segment_members
                                  WHERE workspace = %s AND contact = %s
                                  ORDER BY segment, version DESC
                                  LIMIT 1 BY segment)
                                WHERE is_member = 1
                                ORDER BY segment
                                """
                                        .formatted(values.text(workspace), ContactStore.number(contact, values))),
                        bounds)
                .stream()
                .map(row -> new Membership(
                        row.path("segment").asText(),
                        Instant.ofEpochMilli(row.path("since_ms").asLong())))
                .toList();
    }
}
