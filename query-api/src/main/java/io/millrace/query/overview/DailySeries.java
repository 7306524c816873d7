package io.millrace.query.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.request.Faults;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CampaignOS's daily time series: events (track, page and screen), new contacts, and messages with their first opens and
 * first clicks, each on the local day on which it happened.
 */
public final class DailySeries implements RouteHandler {

    private static final List<String> COLUMNS = List.of("events", "contacts", "messages", "opens", "clicks");

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public DailySeries(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("days", "format"), faults);
        int days = Days.read(call, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        TimeRange range = Days.range(call, days);
        Buckets buckets = Buckets.of(range, Interval.DAY);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("period", days + "d");
        ArrayNode series = answer.putArray("series");
        for (String label : buckets.labels()) {
            ObjectNode day = series.addObject().put("date", label);
            COLUMNS.forEach(column -> day.put(column, 0L));
        }
        Map<Long, Integer> byStretch = buckets.bucketsByStretch();
        for (Sql sql : List.of(
                events(call, range, buckets),
                messages(call, range, buckets),
                newContacts(
                        call, range, buckets, identities.of(call.ownWorkspace().id())))) {
            for (JsonNode row : client.rows(sql, bounds)) {
                ObjectNode day = (ObjectNode)
                        series.get(byStretch.getOrDefault(row.path("bucket").asLong(), 0));
                COLUMNS.stream()
                        .filter(row::has)
                        .forEach(column -> day.put(
                                column,
                                day.path(column).asLong() + row.path(column).asLong()));
            }
        }
        return csv ? csv(series) : Reply.json(200, answer);
    }

    private static Sql events(Call call, TimeRange range, Buckets buckets) {
        SqlValues values = new SqlValues();
        return values.sql(
                """
                SELECT roundDown(toUnixTimestamp64Milli(timestamp), %s) AS bucket, countIf(%s) AS events
                FROM events
                WHERE %s
                GROUP BY bucket
                """
                        .formatted(
                                values.wholes(buckets.stretchStarts()),
                                new FilterSql(values, call.at()).matches(Selector.ANY),
                                EventRows.within(call.ownWorkspace().id(), range, values)));
    }

    /** A message counts on the day it began, and on the days of its first open and first click. */
    private static Sql messages(Call call, TimeRange range, Buckets buckets) {
        SqlValues values = new SqlValues();
        return values.sql(
                """
                SELECT roundDown(at, %s) AS bucket, countIf(kind = 'm') AS messages, countIf(kind = 'o') AS opens,
                  countIf(kind = 'c') AS clicks
                FROM
                (
                  SELECT (arrayJoin([('m', is_sent, begun), ('o', is_opened, opened_at), ('c', is_clicked, clicked_at)])
                      AS step).1 AS kind,
                    step.2 AS happened, toUnixTimestamp64Milli(step.3) AS at
                  FROM %s
                )
                WHERE happened AND at >= %s AND at <= %s
                GROUP BY bucket
                """
                        .formatted(
                                values.wholes(buckets.stretchStarts()),
                                Messages.sql(call.ownWorkspace().id(), Optional.empty(), values),
                                values.whole(range.fromMillis()),
                                values.whole(range.toMillis())));
    }

    private static Sql newContacts(Call call, TimeRange range, Buckets buckets, Identities identities) {
        SqlValues values = new SqlValues();
        return values.sql(
                """
                SELECT roundDown(toUnixTimestamp64Milli(since), %s) AS bucket, count() AS contacts
                FROM %s
                WHERE since >= fromUnixTimestamp64Milli(%s) AND since <= fromUnixTimestamp64Milli(%s)
                GROUP BY bucket
                """
                        .formatted(
                                values.wholes(buckets.stretchStarts()),
                                ContactDates.sql(call.ownWorkspace().id(), identities, values),
                                values.whole(range.fromMillis()),
                                values.whole(range.toMillis())));
    }

    private static Reply csv(ArrayNode series) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode day : series) {
            List<String> row = new ArrayList<>();
            row.add(day.path("date").asText());
            COLUMNS.forEach(column -> row.add(day.path(column).asText()));
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of("date"));
        header.addAll(COLUMNS);
        return Reply.csv(header, rows);
    }
}
