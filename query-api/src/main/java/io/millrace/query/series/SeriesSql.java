package io.millrace.query.series;

import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.Field;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.group.Bins;
import io.millrace.query.group.GroupSql;
import io.millrace.query.group.Grouping;
import io.millrace.query.identity.Identities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The statements behind one series of a {@link SeriesQuery}. One object writes one statement. */
final class SeriesSql {

    /** The group number of events whose fields are all absent. */
    static final int ABSENT = 0;

    /** The group number of the rest. */
    static final int REST = -1;

    /** How many events {@link #someGroups} looks at. */
    private static final long SAMPLE = 100_000;

    private static final String LABEL =
            """
            arrayStringConcat(arrayMap(v -> multiIf(v = '', '$none', startsWith(v, '$'), concat('$', v), v), group_values), '|')""";

    private final SeriesQuery query;
    private final SeriesItem item;
    private final String workspace;
    private final SqlValues values = new SqlValues();
    private final FilterSql filters;

    /** @param identities whose the events are; none where it does not matter */
    SeriesSql(SeriesQuery query, SeriesItem item, String workspace, Instant now, Identities identities) {
        this.query = query;
        this.item = item;
        this.workspace = workspace;
        List<Field> shown = new ArrayList<>(query.grouping().fields());
        item.measure().property().ifPresent(shown::add);
        this.filters = FilterSql.of(values, now, workspace, identities, shown);
    }

    /** The smallest and largest number of the field that is cut into bins, null if there is none; over all series. */
    Sql extent() {
        String number = filters.decimal(query.grouping().fields().get(0));
        String anySeries = query.items().stream()
                .map(each -> filters.matches(each.event()))
                .collect(Collectors.joining(" OR "));
        return values.sql(
                """
                SELECT toString(min(%s)) AS least, toString(max(%s)) AS greatest
                FROM %s
                WHERE %s AND (%s) AND %s
                """
                        .formatted(
                                number,
                                number,
                                filters.from("events"),
                                EventRows.within(workspace, query.range(), values),
                                anySeries,
                                filters.holds(query.filters())));
    }

    /** The groups of some of the events: rarely all groups, but fast. */
    Sql someGroups(Places places, Optional<Bins> bins) {
        return values.sql(
                """
                SELECT DISTINCT group_values, toJSONString(group_values) AS group_key
                FROM (SELECT %s AS group_values %s LIMIT %s)
                WHERE arrayExists(v -> v != '', group_values)
                LIMIT %s
                """
                        .formatted(
                                groupValues(bins),
                                events(places),
                                values.whole(SAMPLE),
                                values.whole(query.grouping().limit() + 1L)));
    }

    /** The largest groups by their values, with the measure over the range; without the one whose fields are all absent. */
    Sql largest(Places places, Optional<Bins> bins, int limit) {
        String rows = "SELECT " + columns(places) + ", " + groupValues(bins) + " AS group_values " + events(places);
        if (item.measure().kind().rolling()) {
            // At the end of the range; groups that are nobody's any more are 0 there.
            rows = "SELECT if(has("
                    + values.wholes(places.stretchesOf(places.buckets().count() - 1))
                    + ", bucket), actor, NULL) AS actor, group_values FROM (" + rows + ")";
        }
        Measure measure = item.measure();
        String measured = measure.columns();
        String order = measure.order();
        if (measure.kind() == Measure.Kind.MAX_PER_CONTACT) {
            rows = "SELECT group_values, count() AS n FROM (" + rows + ") GROUP BY group_values, actor";
            measured = "toString(max(n)) AS x";
            order = "max(n)";
        }
        return values.sql(
                """
                SELECT group_values, toJSONString(group_values) AS group_key, %s, %s AS label
                FROM (%s)
                WHERE arrayExists(v -> v != '', group_values)
                GROUP BY group_values
                ORDER BY %s DESC, %s
                LIMIT %s
                """
                        .formatted(
                                measured,
                                LABEL,
                                rows,
                                order,
                                query.grouping().binned() ? "toUInt32(group_values[1])" : "label",
                                values.whole(limit)));
    }

    /** The value of each bucket and group, and, of measures that do not add up, of each group and of the whole range. */
    Sql measured(Places places, KeptGroups kept, Optional<Bins> bins) {
        String rows = rows(places, kept, bins);
        if (item.measure().kind() == Measure.Kind.MAX_PER_CONTACT) {
            return values.sql(
                    """
                    SELECT bucket, group_number, all_buckets, all_groups, toString(max(n)) AS x
                    FROM
                    (
                      SELECT bucket, group_number, grouping(bucket) AS all_buckets, grouping(group_number) AS all_groups,
                        actor, count() AS n
                      FROM (%s)
                      GROUP BY GROUPING SETS ((bucket, group_number, actor), (group_number, actor), (actor))
                    )
                    GROUP BY bucket, group_number, all_buckets, all_groups
                    """
                            .formatted(rows));
        }
        String sets = item.measure().additive() ? "" : query.grouping().isNone() ? ", ()" : ", (group_number), ()";
        return values.sql(
                """
                SELECT bucket, group_number, grouping(bucket) AS all_buckets, grouping(group_number) AS all_groups, %s
                FROM (%s)
                GROUP BY GROUPING SETS ((bucket, group_number)%s)
                """
                        .formatted(item.measure().columns(), rows, sets));
    }

    /** How many contacts each bucket and group saw for the first time in the range. */
    Sql firstSeen(Places places, KeptGroups kept, Optional<Bins> bins) {
        return values.sql(
                """
                SELECT first_bucket AS bucket, group_number, 0 AS all_buckets, 0 AS all_groups, toString(count()) AS x
                FROM (SELECT min(bucket) AS first_bucket, group_number, actor FROM (%s) GROUP BY group_number, actor)
                GROUP BY first_bucket, group_number
                """
                        .formatted(rows(places, kept, bins)));
    }

    /**
     * How the number of contacts that count changes from each bucket to the next, {@code place} being the later one. The
     * buckets in which a contact counts are put together to stretches without gaps; each adds one and takes it away.
     */
    Sql changes(Places places, KeptGroups kept, Optional<Bins> bins) {
        String starts = values.wholes(places.starts());
        return values.sql(
                """
                SELECT group_number, all_groups, change.1 AS place, sum(change.2) AS n
                FROM
                (
                  SELECT group_number, all_groups, arrayJoin(arrayConcat(
                    arrayMap(s -> (s.1, toInt64(1)),
                      arrayFilter((s, before) -> s.1 > before, spans, arrayPushFront(arrayPopBack(spans.2), toInt64(-1)))),
                    arrayMap(s -> (s.2 + 1, toInt64(-1)),
                      arrayFilter((s, after) -> after > s.2, spans, arrayPushBack(arrayPopFront(spans.1), toInt64(1000000000))))
                    )) AS change
                  FROM
                  (
                    SELECT group_number, grouping(group_number) AS all_groups, actor,
                      arraySort(arrayMap(b -> (transform(b, %s, %s, toInt64(0)), transform(b, %s, %s, toInt64(0))),
                        groupUniqArray(bucket))) AS spans
                    FROM (%s)
                    GROUP BY GROUPING SETS ((group_number, actor), (actor))
                  )
                )
                GROUP BY group_number, all_groups, place
                """
                        .formatted(
                                starts,
                                values.wholes(longs(places.firsts())),
                                starts,
                                values.wholes(longs(places.lasts())),
                                rows(places, kept, bins)));
    }

    /**
     * The contacts of some of the stretches, each once.
     *
     * @param group the values of one group, as {@link GroupSql#values} has them; none for any
     * @param restOf the kept groups whose rest is meant; empty for none
     */
    Sql contacts(
            Places places,
            List<Long> stretches,
            Optional<List<String>> group,
            Optional<List<String>> restOf,
            Optional<Bins> bins) {
        List<String> conditions = new ArrayList<>();
        conditions.add("has(" + values.wholes(stretches) + ", bucket)");
        if (item.measure().kind().ofNumbers()) {
            conditions.add("isNotNull(number)");
        }
        group.ifPresent(chosen -> conditions.add("group_values = " + values.texts(chosen)));
        restOf.ifPresent(kept -> conditions.add("arrayExists(v -> v != '', group_values) AND NOT has("
                + values.texts(kept) + ", toJSONString(group_values))"));
        return values.sql(
                """
                SELECT DISTINCT toUInt128(actor) AS contact
                FROM (SELECT %s, %s AS group_values %s)
                WHERE %s
                """
                        .formatted(
                                columns(places),
                                query.grouping().isNone() ? "emptyArrayString()" : groupValues(bins),
                                events(places),
                                String.join(" AND ", conditions)));
    }

    private String rows(Places places, KeptGroups kept, Optional<Bins> bins) {
        return "SELECT " + columns(places) + ", " + groupNumber(kept, bins) + " AS group_number " + events(places);
    }

    private String columns(Places places) {
        String columns = filters.contact() + " AS actor, " + bucket(places) + " AS bucket";
        return item.measure()
                .property()
                .map(field -> columns + ", " + number(field) + " AS number")
                .orElse(columns);
    }

    private String number(Field field) {
        return item.measure().kind() == Measure.Kind.PERCENTILE ? filters.floating(field) : filters.decimal(field);
    }

    /** The start of the stretch, or, where a bucket is several stretches, of the bucket's first one. */
    private String bucket(Places places) {
        String stretch = "roundDown(toUnixTimestamp64Milli(timestamp), " + values.wholes(places.starts()) + ")";
        List<Integer> buckets = places.firsts();
        if (item.measure().kind().rolling() || buckets.stream().distinct().count() == buckets.size()) {
            return stretch;
        }
        List<Long> first = buckets.stream()
                .map(bucket -> places.starts().get(buckets.indexOf(bucket)))
                .toList();
        return "transform(" + stretch + ", " + values.wholes(places.starts()) + ", " + values.wholes(first)
                + ", toInt64(0))";
    }

    private String events(Places places) {
        return "FROM " + filters.from("events") + " WHERE "
                + EventRows.within(workspace, places.fromMillis(), places.toMillis(), values)
                + " AND " + filters.matches(item.event())
                + " AND " + filters.holds(query.filters());
    }

    private String groupValues(Optional<Bins> bins) {
        return GroupSql.values(query.grouping(), bins, filters, values);
    }

    /** One look into a table of known texts for each event: a single field's own, of several their list as JSON. */
    private String groupNumber(KeptGroups kept, Optional<Bins> bins) {
        Grouping grouping = query.grouping();
        if (grouping.isNone()) {
            return "toInt32(0)";
        }
        int fields = grouping.fields().size();
        List<String> known = new ArrayList<>();
        known.add(fields == 1 ? "" : KeptGroups.absentKey(fields));
        known.addAll(fields == 1 ? kept.firstValues() : kept.keys());
        List<Long> numbers = LongStream.range(ABSENT, known.size()).boxed().toList();
        String text = fields == 1
                ? GroupSql.value(grouping, bins, filters, values)
                : "toJSONString(" + groupValues(bins) + ")";
        return "toInt32(transform(" + text + ", " + values.texts(known) + ", " + values.wholes(numbers) + ", toInt64("
                + REST + ")))";
    }

    private static List<Long> longs(List<Integer> numbers) {
        return numbers.stream().map(Integer::longValue).toList();
    }
}
