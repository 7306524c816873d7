package io.millrace.query.purge;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;

/**
 * How a statement over {@code events} leaves out what purged contacts did: from the mark on, and so before the rows are
 * gone, and also where rows have come back.
 *
 * @param any whether anybody of the workspace was purged; without, statements are as they were
 */
public record PurgedEvents(String workspace, boolean any) {

    public static PurgedEvents of(String workspace, ClickHouseClient client) {
        SqlValues values = new SqlValues();
        long marks = client.rows(values.sql("SELECT count() AS n FROM purges WHERE workspace = "
                        + values.text(workspace) + " AND state != 'asked'"))
                .get(0)
                .path("n")
                .asLong();
        return new PurgedEvents(workspace, marks > 0);
    }

    /** The table with what {@link #kept} needs, for a FROM clause; other columns keep their names. */
    public String from(String table, SqlValues values) {
        if (!any) {
            return table;
        }
        return """
                %s ANY LEFT JOIN
                (
                  SELECT person AS purged_person, groupArray(from_at) AS purged_from, groupArray(until_at) AS purged_until
                  FROM purges FINAL
                  ARRAY JOIN persons AS person, from_ms AS from_at, until_ms AS until_at
                  WHERE workspace = %s AND state != 'asked'
                  GROUP BY person
                ) AS purged ON person = purged_person"""
                .formatted(table, values.text(workspace));
    }

    /** Whether a row of {@link #from} is nobody's who was purged. */
    public String kept() {
        return any
                ? """
                  NOT arrayExists((begin, end) -> toUnixTimestamp64Milli(received_at) >= begin
                    AND toUnixTimestamp64Milli(received_at) < end, purged_from, purged_until)"""
                : "true";
    }
}
