package io.millrace.query.backtest;

import io.millrace.clickhouse.Sql;
import io.millrace.core.backtest.WantedEvents;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.Identities;
import io.millrace.query.purge.PurgedEvents;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what is stored of all contacts of a workspace, contact after contact, of each what it is, then what happened in
 * order of arrival: events that somebody asks for, and writes to the profile. Contacts are as they stand now: what was
 * merged or linked belongs to one contact from its beginning on.
 *
 * @param to the last instant of arrival, in epoch milliseconds
 */
record HistorySql(String workspace, long to, WantedEvents wanted, Identities identities, PurgedEvents purged) {

    Sql count() {
        SqlValues values = new SqlValues();
        return values.sql("SELECT count() AS n FROM (" + all(values) + ")");
    }

    /** One of so many parts of the contacts, by their numbers. */
    Sql rows(int slice, int slices) {
        SqlValues values = new SqlValues();
        return values.sql(
                """
                SELECT contact, kind, type, name, happened, received, sequence, message_id, user_id, anonymous_id, text
                FROM (%s)
                WHERE contact %% %s = %s
                ORDER BY contact, received, sequence, kind
                """
                        .formatted(all(values), values.whole(slices), values.whole(slice)));
    }

    private String all(SqlValues values) {
        return contacts(values) + "\nUNION ALL\n" + events(values) + "\nUNION ALL\n" + writes(values);
    }

    private String contacts(SqlValues values) {
        return """
                SELECT contact, toUInt8(0) AS kind, if(gone = 1, 'gone', '') AS type, '' AS name,
                  toUnixTimestamp64Milli(created_at) AS happened, toInt64(-1) AS received, toUInt64(0) AS sequence,
                  '' AS message_id, external_id AS user_id, anonymous_id, '' AS text
                FROM contacts FINAL
                WHERE workspace = %s"""
                .formatted(values.text(workspace));
    }

    private String events(SqlValues values) {
        return """
                SELECT %s AS contact, toUInt8(1) AS kind, toString(type) AS type, toString(event) AS name,
                  toUnixTimestamp64Milli(timestamp) AS happened, toUnixTimestamp64Milli(received_at) AS received,
                  bitOr(bitShiftLeft(toUInt64(partition), 48), offset) AS sequence,
                  message_id, user_id, anonymous_id, if(%s, text, '') AS text
                FROM %s
                WHERE workspace = %s AND received_at <= fromUnixTimestamp64Milli(%s)
                  AND type IN ('track', 'page', 'screen') AND (%s) AND %s"""
                .formatted(
                        identities.contact(),
                        named(wanted.withProperties(), values),
                        identities.from(purged.from("events", values), workspace, values),
                        values.text(workspace),
                        values.whole(to),
                        named(wanted.names(), values),
                        purged.kept());
    }

    private String writes(SqlValues values) {
        return """
                SELECT %s AS contact, toUInt8(2) AS kind, toString(field) AS type, toString(key) AS name,
                  toUnixTimestamp64Milli(timestamp) AS happened, toUnixTimestamp64Milli(received_at) AS received,
                  sequence, '' AS message_id, '' AS user_id, '' AS anonymous_id, value AS text
                FROM %s
                WHERE workspace = %s AND received_at <= fromUnixTimestamp64Milli(%s)"""
                .formatted(
                        identities.contact(),
                        identities.from("profile_writes", workspace, values),
                        values.text(workspace),
                        values.whole(to));
    }

    private static String named(Set<String> names, SqlValues values) {
        return names.isEmpty()
                ? "false"
                : names.stream()
                        .map(name -> new FilterSql(values, Instant.EPOCH).named(Selector.named(name)))
                        .collect(Collectors.joining(" OR "));
    }
}
