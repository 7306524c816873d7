package io.millrace.query.retention;

import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupSql;
import io.millrace.query.identity.Identities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements behind a {@link RetentionQuery}. One object writes one statement. */
final class RetentionSql {

    private final RetentionQuery query;
    private final Grid grid;
    private final Places places;
    private final String workspace;
    private final SqlValues values = new SqlValues();
    private final FilterSql filters;

    /** @param identities whose the events are */
    RetentionSql(RetentionQuery query, Grid grid, String workspace, Instant now, Identities identities) {
        this.query = query;
        this.grid = grid;
        this.places = Places.of(query, grid);
        this.workspace = workspace;
        this.filters = FilterSql.of(
                values, now, workspace, identities, query.grouping().fields());
    }

    /** The smallest and largest number of the field that is cut into bins, over starts in the range and returns. */
    Sql extent() {
        String number = filters.decimal(query.grouping().fields().get(0));
        return values.sql(
                """
                SELECT toString(min(%s)) AS least, toString(max(%s)) AS greatest
                FROM %s
                WHERE %s AND %s AND (%s)
                """
                        .formatted(
                                number,
                                number,
                                filters.from("events"),
                                EventRows.within(workspace, query.range().fromMillis(), last(true), values),
                                filters.holds(query.filters()),
                                "(" + matches(query.start()) + " AND "
                                        + until(query.range().toMillis()) + ") OR " + matches(query.returning())));
    }

    /**
     * What counts of each contact, and of each group value of a contact: contact (UInt128), group values (Array(String)),
     * then for first times two Int64, the first match and the first deciding event (the largest number if none), else the
     * starts; then the returns. How starts and returns are written, {@link Places} says. Of a grouped query a contact's
     * rows follow each other.
     *
     * @param withReturns false where only the cohorts are asked for
     */
    Sql histories(Optional<Bins> bins, boolean withReturns) {
        boolean grouped = !query.grouping().isNone();
        List<String> columns = new ArrayList<>();
        columns.add("actor");
        columns.add(
                grouped ? "CAST(group_values AS Array(String)) AS group_texts" : "emptyArrayString() AS group_texts");
        String having;
        if (query.looksAtHistory()) {
            columns.add("min(if(is_start, at, " + Long.MAX_VALUE + ")) AS first_match");
            columns.add("min(if(is_named, at, " + Long.MAX_VALUE + ")) AS first_named");
            having = grouped
                    ? "first_named < " + Long.MAX_VALUE
                    : "first_match = first_named AND first_match >= "
                            + values.whole(query.range().fromMillis()) + " AND first_match <= "
                            + values.whole(query.range().toMillis());
        } else {
            columns.add(places("is_start") + " AS starts");
            having = places == Places.MASK ? "starts != 0" : "notEmpty(starts)";
        }
        columns.add(places(withReturns ? "is_return" : "false") + " AS returns");
        return values.sql(
                """
                SELECT %s
                FROM
                (
                  SELECT %s AS actor, toUnixTimestamp64Milli(timestamp) AS at, %s AS place,
                    %s AS is_start, %s AS is_named, %s AS is_return%s
                  FROM %s
                  WHERE %s AND %s AND (%s)
                )
                GROUP BY actor%s
                HAVING %s%s
                """
                        .formatted(
                                String.join(", ", columns),
                                filters.contact(),
                                place(),
                                starts(),
                                decides(),
                                matches(query.returning()) + " AND "
                                        + from(query.range().fromMillis()),
                                grouped
                                        ? ", " + GroupSql.values(query.grouping(), bins, filters, values)
                                                + " AS group_values"
                                        : "",
                                filters.from("events"),
                                EventRows.within(
                                        workspace,
                                        query.looksAtHistory()
                                                ? 0
                                                : query.range().fromMillis(),
                                        last(withReturns),
                                        values),
                                filters.holds(query.filters()),
                                relevant(withReturns),
                                grouped ? ", group_values" : "",
                                having,
                                grouped ? "\nORDER BY actor" : ""));
    }

    /** What makes a contact part of a cohort. First times are judged when they are known. */
    private String starts() {
        String matches = matches(query.start());
        return query.looksAtHistory()
                ? matches
                : matches + " AND " + until(query.range().toMillis());
    }

    private long last(boolean withReturns) {
        long range = query.range().toMillis();
        return withReturns ? Math.max(range, grid.lastReturnMillis()) : range;
    }

    private String relevant(boolean withReturns) {
        String starts = "(" + decides() + " AND " + until(query.range().toMillis()) + ")";
        return withReturns
                ? starts + " OR (" + matches(query.returning()) + " AND "
                        + from(query.range().fromMillis()) + ")"
                : starts;
    }

    /** Whether an event decides who started, though its filters may not hold. */
    private String decides() {
        return query.mode() == RetentionQuery.Mode.FIRST_EVER ? filters.named(query.start()) : matches(query.start());
    }

    private String matches(Selector selector) {
        return filters.matches(selector);
    }

    private String places(String condition) {
        return switch (places) {
            case MASK -> "groupBitOrIf(place, " + condition + ")";
            case BUCKETS, INSTANTS ->
                (query.minOccurrences() == 1 ? "groupUniqArrayIf(" : "groupArrayIf(") + "place, " + condition + ")";
        };
    }

    private String place() {
        return switch (places) {
            case MASK -> "transform(" + stretch() + ", toUInt64(0))";
            case BUCKETS -> "toUInt16(transform(" + stretch() + ", 0))";
            case INSTANTS -> "at";
        };
    }

    /** The arguments that turn an instant's stretch into its bucket's number or bit. */
    private String stretch() {
        String starts = values.wholes(grid.buckets().stretchStarts());
        String buckets = values.wholes(grid.buckets().stretchBuckets().stream()
                .map(bucket -> places == Places.MASK ? 1L << bucket : (long) bucket)
                .toList());
        return "roundDown(toUnixTimestamp64Milli(timestamp), " + starts + "), " + starts + ", "
                + (places == Places.MASK ? "arrayMap(bit -> reinterpretAsUInt64(bit), " + buckets + ")" : buckets);
    }

    private String from(long millis) {
        return "timestamp >= fromUnixTimestamp64Milli(" + values.whole(EventRows.bounded(millis)) + ")";
    }

    private String until(long millis) {
        return "timestamp <= fromUnixTimestamp64Milli(" + values.whole(EventRows.bounded(millis)) + ")";
    }
}
