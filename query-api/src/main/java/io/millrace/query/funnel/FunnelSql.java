package io.millrace.query.funnel;

import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
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
        this.filters = FilterSql.of(
                values, now, workspace, identities, query.grouping().fields());
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
     * Every event that may matter, by contact and time: contact (UInt128), timestamp (Int64), bits of steps, of names and
     * of exclusions (UInt32 each), group values (Array(String)).
     */
    Sql rows(Optional<Bins> bins) {
        int steps = query.steps().size();
        int exclusions = query.exclusions().size();
        String list = query.grouping().isNone()
                ? "emptyArrayString()"
                : GroupSql.values(query.grouping(), bins, filters, values);
        return values.sql(
                """
                SELECT actor, toUnixTimestamp64Milli(timestamp) AS at, step_bits, named_bits, exclusion_bits,
                  CAST(group_values AS Array(String)) AS group_values
                FROM
                (
                  SELECT %s AS actor, timestamp, received_at, partition, offset, %s AS group_values,
                    %s AS step_bits, %s AS named_bits, %s AS exclusion_bits
                  FROM %s
                  WHERE %s AND %s AND (%s)
                )
                ORDER BY actor, timestamp, received_at, partition, offset
                """
                        .formatted(
                                filters.contact(),
                                list,
                                bits(steps, this::matches),
                                bits(steps, this::named),
                                bits(exclusions, this::excludes),
                                filters.from("events"),
                                EventRows.within(workspace, first(), query.lastMillis(), values),
                                filters.holds(query.filters()),
                                relevant(steps, exclusions)));
    }

    private long first() {
        return query.looksAtHistory() ? 0 : query.range().fromMillis();
    }

    /** In the range whatever matches; before it only what decides first times. */
    private String relevant(int steps, int exclusions) {
        List<String> conditions = new ArrayList<>();
        conditions.add(any(steps, this::matches));
        conditions.add(any(steps, this::named));
        if (exclusions > 0) {
            conditions.add(any(exclusions, this::excludes));
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
        FunnelStep known = query.steps().get(step);
        return known.firstTime() == FunnelStep.FirstTime.EVER ? filters.named(known.selector()) : "false";
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

    private static String bits(int count, IntFunction<String> condition) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add("if(" + condition.apply(i) + ", " + (1L << i) + ", 0)");
        }
        return parts.isEmpty() ? "toUInt32(0)" : "toUInt32(" + String.join(" + ", parts) + ")";
    }
}
