package io.millrace.query.funnel;

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
import java.util.function.IntFunction;

/** The statements behind a {@link FunnelQuery}. One object writes one statement. */
final class FunnelSql {

    private final FunnelQuery query;
    private final String workspace;
    private final SqlValues values = new SqlValues();
    private final FilterSql filters;

    /** @param identities whose the events are */
    FunnelSql(FunnelQuery query, String workspace, Instant now, Identities identities) {
        this.query = query;
        this.workspace = workspace;
        this.filters = FilterSql.of(values, now, workspace, identities, query.shownFields());
    }

    /** The smallest and largest number of the field that is cut into bins, over events in the range that match a step. */
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
                                EventRows.within(workspace, query.range(), values),
                                filters.holds(query.filters()),
                                any(query.steps().size(), this::matches)));
    }

    /**
     * A row for each actor that may be in the funnel, in no order: contacts (Array(UInt128)), its events as the layout says,
     * group values of the touching event (Array(String)).
     */
    Sql rows(RowLayout layout, Optional<Bins> bins) {
        String list = query.grouping().isNone()
                ? "emptyArrayString()"
                : GroupSql.values(query.grouping(), bins, filters, values);
        return values.sql(
                """
                SELECT %s AS contacts, %s AS events, %s AS touch
                FROM
                (
                  SELECT %s AS actor, %s AS actor_contact, timestamp, received_at, partition, offset,
                    CAST(%s AS Array(String)) AS group_values, %s AS bits
                  FROM %s
                  WHERE %s AND %s AND (%s) AND %s
                )
                GROUP BY actor
                HAVING %s
                """
                        .formatted(
                                layout.contacts() ? contacts(layout) : "CAST([] AS Array(UInt128))",
                                events(layout),
                                layout.touched() ? touch(layout) : "emptyArrayString()",
                                actor(),
                                filters.contact(),
                                list,
                                bits(layout.bits()),
                                filters.from("events"),
                                EventRows.within(workspace, first(), query.lastMillis(), values),
                                filters.holds(query.filters()),
                                relevant(
                                        query.steps().size(), query.exclusions().size()),
                                ofSomeActor(),
                                query.order() == Order.UNORDERED ? "true" : "max(bitAnd(bits, 1)) = 1"));
    }

    /** Milliseconds of packed events count from here. */
    long first() {
        return query.looksAtHistory() ? 0 : Math.max(0, query.range().fromMillis());
    }

    private String actor() {
        return query.actor().map(filters::text).orElseGet(filters::contact);
    }

    /** Events without an actor take no part. A strict funnel reads all events, but only of those who did its first step. */
    private String ofSomeActor() {
        List<String> conditions = new ArrayList<>();
        if (query.actor().isPresent()) {
            conditions.add(actor() + " != ''");
        }
        if (query.order() == Order.STRICT) {
            conditions.add("%s IN (SELECT %s FROM %s WHERE %s AND %s AND %s)"
                    .formatted(
                            actor(),
                            actor(),
                            filters.from("events"),
                            EventRows.within(workspace, query.range(), values),
                            filters.holds(query.filters()),
                            matches(0)));
        }
        return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    }

    private String contacts(RowLayout layout) {
        return query.actor().isEmpty() ? "[actor]" : "groupUniqArrayIf(actor_contact, " + stepsInRange(layout) + ")";
    }

    private String events(RowLayout layout) {
        return switch (layout.form()) {
            case PACKED ->
                "groupArray(bitOr(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(timestamp) - " + values.whole(first())
                        + "), " + layout.bits().count() + "), bits))";
            case WIDE -> "arraySort(groupArray((toUnixTimestamp64Milli(timestamp), bits)))";
            case WITH_VALUES ->
                """
                arrayMap(e -> (e.1, e.5, e.6), arraySort(e -> (e.1, e.2, e.3, e.4), groupArray(
                  (toUnixTimestamp64Milli(timestamp), toUnixTimestamp64Milli(received_at), partition, offset, bits, group_values))))
                """
                        .strip();
        };
    }

    private String touch(RowLayout layout) {
        String function = query.attribution().kind() == Attribution.Kind.FIRST_TOUCH ? "argMinIf" : "argMaxIf";
        return function + "(group_values, (timestamp, received_at, partition, offset), " + stepsInRange(layout)
                + " AND arrayExists(value -> value != '', group_values))";
    }

    private String stepsInRange(RowLayout layout) {
        return "bitAnd(bits, " + layout.bits().stepMask() + ") != 0 AND toUnixTimestamp64Milli(timestamp) BETWEEN "
                + values.whole(query.range().fromMillis()) + " AND "
                + values.whole(query.range().toMillis());
    }

    /** In the range whatever matches; before it only what decides first times. */
    private String relevant(int steps, int exclusions) {
        List<String> conditions = new ArrayList<>();
        conditions.add(any(steps, this::matches));
        for (int step : new EventBits(query).namedSteps()) {
            conditions.add(named(step));
        }
        if (exclusions > 0) {
            conditions.add(any(exclusions, this::excludes));
        }
        if (query.order() == Order.STRICT) {
            conditions.add(filters.matches(Selector.ANY));
        }
        String inRange = String.join(" OR ", conditions);
        if (!query.looksAtHistory()) {
            return inRange;
        }
        List<String> history = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            switch (query.steps().get(step).firstTime()) {
                case NO -> {}
                case MATCHING -> history.add(matches(step));
                case EVER -> history.add(named(step));
            }
        }
        return "(toUnixTimestamp64Milli(timestamp) >= "
                + values.whole(query.range().fromMillis()) + " AND (" + inRange + ")) OR "
                + String.join(" OR ", history);
    }

    private String matches(int step) {
        return filters.matches(query.steps().get(step).selector());
    }

    private String named(int step) {
        return filters.named(query.steps().get(step).selector());
    }

    private String excludes(int exclusion) {
        return filters.matches(query.exclusions().get(exclusion).selector());
    }

    private static String any(int count, IntFunction<String> condition) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(condition.apply(i));
        }
        return String.join(" OR ", parts);
    }

    private String bits(EventBits bits) {
        List<String> conditions = new ArrayList<>();
        for (int step = 0; step < query.steps().size(); step++) {
            conditions.add(matches(step));
        }
        for (int exclusion = 0; exclusion < query.exclusions().size(); exclusion++) {
            conditions.add(excludes(exclusion));
        }
        for (int step : bits.namedSteps()) {
            conditions.add(named(step));
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            parts.add("if(" + conditions.get(i) + ", " + (1L << i) + ", 0)");
        }
        return "toUInt64(" + String.join(" + ", parts) + ")";
    }
}
