package io.millrace.query.attribution;

import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.Field;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.identity.Identities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statement behind an {@link AttributionQuery}. One object writes one statement. */
final class AttributionSql {

    private static final List<Field> UTM = Stream.of("source", "medium", "campaign", "term", "content")
            .map(name -> new Field(Field.Source.UTM, name))
            .toList();

    private final AttributionQuery query;
    private final String workspace;
    private final SqlValues values = new SqlValues();
    private final FilterSql filters;

    /** @param identities whose the events are */
    AttributionSql(AttributionQuery query, String workspace, Instant now, Identities identities) {
        this.query = query;
        this.workspace = workspace;
        List<Field> shown = new ArrayList<>(query.dimension().fields());
        query.value().ifPresent(shown::add);
        this.filters = FilterSql.of(values, now, workspace, identities, shown);
    }

    /**
     * A row per contact: the contact (UInt128); the instants of its conversions (Array(Int64)); of its touchpoints the
     * dimension's values (Array(String): a single field's text, of several a JSON list), the instants (Array(Int64)) and,
     * where ties matter, the arrivals (Array(Int64)) with what orders those of one instant (Array(UInt64)); what its
     * conversions are worth, as text (Array(String)). The lists of one kind are in one order, which is none in particular; a contact without
     * conversions has no instants of touchpoints.
     */
    Sql contacts() {
        boolean ties = query.model().ordersTies();
        return values.sql(
                """
                SELECT actor,
                  groupArrayIf(at, is_conversion) AS conversion_at,
                  groupArrayIf(dimension, is_touch) AS touch_dimensions,
                  if(empty(conversion_at), [], groupArrayIf(at, is_touch)) AS touch_at,
                  %s
                  groupArrayIf(worth, is_conversion) AS conversion_worth
                FROM
                (
                  %s
                  UNION ALL
                  %s
                )
                GROUP BY actor
                """
                        .formatted(
                                ties
                                        ? "if(empty(conversion_at), [], groupArrayIf(arrived, is_touch)) AS touch_arrived,"
                                                + " if(empty(conversion_at), [], groupArrayIf(place, is_touch)) AS touch_place,"
                                        : "",
                                events(true, dimension(), "''", touches(), query.firstTouchMillis()),
                                events(
                                        false,
                                        "''",
                                        query.value().map(filters::text).orElse("''"),
                                        filters.matches(query.conversion()),
                                        query.range().fromMillis())));
    }

    /** Touchpoints and conversions by themselves, each without what only the other needs: maps are dear to read. */
    private String events(boolean touches, String dimension, String worth, String matches, long fromMillis) {
        return """
                SELECT %s AS actor, toUnixTimestamp64Milli(timestamp) AS at, toString(%s) AS dimension,
                    toUnixTimestamp64Milli(received_at) AS arrived, bitShiftLeft(toUInt64(partition), 48) + offset AS place,
                    %s AS is_touch, %s AS is_conversion, toString(%s) AS worth
                  FROM %s
                  WHERE %s AND %s AND %s"""
                .formatted(
                        filters.contact(),
                        dimension,
                        touches,
                        !touches,
                        worth,
                        filters.from("events"),
                        EventRows.within(workspace, fromMillis, query.range().toMillis(), values),
                        filters.holds(query.filters()),
                        matches);
    }

    private String dimension() {
        List<Field> fields = query.dimension().fields();
        if (fields.size() == 1) {
            return filters.text(fields.get(0));
        }
        return fields.stream()
                .map(field -> "toString(" + filters.text(field) + ")")
                .collect(Collectors.joining(", ", "toJSONString([", "])"));
    }

    private String touches() {
        return query.touchpoints()
                .map(filters::matches)
                .orElseGet(() -> "(" + filters.matches(Selector.ANY) + " AND ("
                        + UTM.stream().map(filters::present).collect(Collectors.joining(" OR "))
                        + "))");
    }
}
