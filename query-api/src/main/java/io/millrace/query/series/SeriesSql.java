package io.millrace.query.series;

import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupSql;
import io.millrace.query.group.Grouping;
import io.millrace.query.identity.Identities;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements behind a {@link SeriesQuery}. One object writes one statement. */
final class SeriesSql {

    /** The group number of events whose fields are all absent. */
    static final int ABSENT = 0;

    /** The group number of the rest. */
    static final int REST = -1;

    private final SeriesQuery query;
    private final String workspace;
    private final SqlValues values = new SqlValues();
    private final FilterSql filters;

    /** @param identities whose the events are; none where it does not matter */
    SeriesSql(SeriesQuery query, String workspace, Instant now, Identities identities) {
        this.query = query;
        this.workspace = workspace;
        this.filters = FilterSql.of(
                values, now, workspace, identities, query.grouping().fields());
    }

    /** The smallest and largest number of the field that is cut into bins, null if there is none. */
    Sql extent() {
        String number = filters.decimal(query.grouping().fields().get(0));
        return values.sql(
                """
                SELECT toString(min(%s)) AS least, toString(max(%s)) AS greatest
                FROM %s
                WHERE %s
                """
                        .formatted(number, number, events(), condition(query.range())));
    }

    /** The largest groups by their values; without the one whose fields are all absent. */
    Sql largest(Optional<Bins> bins) {
        Grouping grouping = query.grouping();
        return values.sql(
                """
                SELECT
                  group_values,
                  toJSONString(group_values) AS group_key,
                  %s AS n,
                  arrayStringConcat(arrayMap(
                    v -> multiIf(v = '', '$none', startsWith(v, '$'), concat('$', v), v), group_values), '|') AS label
                FROM (SELECT %s AS actor, %s AS group_values FROM %s WHERE %s)
                WHERE arrayExists(v -> v != '', group_values)
                GROUP BY group_values
                ORDER BY n DESC, %s
                LIMIT %s
                """
                        .formatted(
                                query.measure().sql(),
                                filters.contact(),
                                GroupSql.values(grouping, bins, filters, values),
                                events(),
                                condition(query.range()),
                                grouping.binned() ? "toUInt32(group_values[1])" : "label",
                                values.whole(grouping.limit())));
    }

    /** The value of each bucket and group, of each group over the whole range, and of the whole range. */
    Sql counts(TimeRange range, Buckets buckets, List<String> kept, Optional<Bins> bins) {
        String rows = rows(range, buckets, kept, bins);
        String of = query.measure().sql();
        return values.sql(
                """
                SELECT bucket, group_number, grouping(bucket) AS all_buckets, grouping(group_number) AS all_groups, %s AS n
                FROM (%s)
                GROUP BY GROUPING SETS ((bucket, group_number), (group_number), ())
                """
                        .formatted(of, rows));
    }

    /** How many contacts each bucket and group saw for the first time in the range. */
    Sql firstSeen(TimeRange range, Buckets buckets, List<String> kept, Optional<Bins> bins) {
        return values.sql(
                """
                SELECT first_bucket AS bucket, group_number, 0 AS all_buckets, 0 AS all_groups, count() AS n
                FROM (SELECT min(bucket) AS first_bucket, group_number, actor FROM (%s) GROUP BY group_number, actor)
                GROUP BY first_bucket, group_number
                """
                        .formatted(rows(range, buckets, kept, bins)));
    }

    private String rows(TimeRange range, Buckets buckets, List<String> kept, Optional<Bins> bins) {
        return "SELECT " + filters.contact() + " AS actor, roundDown(toUnixTimestamp64Milli(timestamp), "
                + values.wholes(buckets.stretchStarts())
                + ") AS bucket, " + groupNumber(kept, bins) + " AS group_number FROM " + events() + " WHERE "
                + condition(range);
    }

    private String events() {
        return filters.from("events");
    }

    private String groupNumber(List<String> kept, Optional<Bins> bins) {
        if (query.grouping().isNone()) {
            return "toInt32(0)";
        }
        String list = GroupSql.values(query.grouping(), bins, filters, values);
        return "if(NOT arrayExists(v -> v != '', " + list + "), toInt32(" + ABSENT + "), "
                + "toInt32(if(has(" + values.texts(kept) + ", toJSONString(" + list + ")), indexOf("
                + values.texts(kept) + ", toJSONString(" + list + ")), " + REST + ")))";
    }

    private String condition(TimeRange range) {
        return EventRows.within(workspace, range, values)
                + " AND " + filters.matches(query.event())
                + " AND " + filters.holds(query.filters());
    }
}
