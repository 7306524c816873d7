package io.millrace.query.path;

import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.Identities;
import java.time.Instant;
import java.util.List;

/** The statement behind a {@link PathsQuery}. One object writes one statement. */
final class PathsSql {

    private final PathsQuery query;
    private final String workspace;
    private final SqlValues values = new SqlValues();
    private final FilterSql filters;

    /** @param identities whose the events are */
    PathsSql(PathsQuery query, String workspace, Instant now, Identities identities) {
        this.query = query;
        this.workspace = workspace;
        this.filters = FilterSql.of(values, now, workspace, identities, List.of());
    }

    /**
     * A row per contact: the contact (UInt128); of its events the names, those of anchors behind a sign that no other has
     * (Array(String)), the instants and the arrivals (Array(Int64) each) and what orders arrivals of one instant
     * (Array(UInt64)). The lists are in one order, which is none in particular.
     */
    Sql contacts() {
        String anchor = query.anchor().map(filters::matches).orElse("false");
        return values.sql(
                """
                SELECT actor, groupArray(node) AS nodes, groupArray(at) AS instants, groupArray(arrived) AS arrivals,
                  groupArray(place) AS places
                FROM
                (
                  SELECT %s AS actor, concat(if(%s, '%s', '%s'), event) AS node, toUnixTimestamp64Milli(timestamp) AS at,
                    toUnixTimestamp64Milli(received_at) AS arrived, bitShiftLeft(toUInt64(partition), 48) + offset AS place
                  FROM %s
                  WHERE %s AND %s AND %s
                )
                GROUP BY actor
                %s
                """
                        .formatted(
                                filters.contact(),
                                anchor,
                                Nodes.ANCHOR,
                                Nodes.OTHER,
                                filters.from("events"),
                                EventRows.within(workspace, query.range(), values),
                                filters.matches(Selector.ANY),
                                filters.holds(query.filters()),
                                query.anchor().isPresent()
                                        ? "HAVING countIf(startsWith(node, '" + Nodes.ANCHOR + "')) > 0"
                                        : ""));
    }
}
