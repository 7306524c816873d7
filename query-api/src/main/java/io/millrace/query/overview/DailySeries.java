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
import java.util.List;
import java.util.Map;

/**
 * CampaignOS's daily time series: events (track, page and screen), new contacts (by their first event ever), messages
 * sent, opens and clicks.
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
        call.knowOnly(List.of("days"), faults);
        int days = Days.read(call, faults);
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
                counts(call, range, buckets),
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
        return Reply.json(200, answer);
    }

    private static Sql counts(Call call, TimeRange range, Buckets buckets) {
        SqlValues values = new SqlValues();
        return values.sql(
                """
                SELECT roundDown(toUnixTimestamp64Milli(timestamp), %s) AS bucket,
                  countIf(%s) AS events,
                  countIf(event = 'message_sent') AS messages,
                  countIf(event = 'message_opened') AS opens,
                  countIf(event = 'message_clicked') AS clicks
                FROM events
                WHERE %s
                GROUP BY bucket
                """
                        .formatted(
                                values.wholes(buckets.stretchStarts()),
                                new FilterSql(values, call.at()).matches(Selector.ANY),
                                EventRows.within(call.ownWorkspace().id(), range, values)));
    }

    private static Sql newContacts(Call call, TimeRange range, Buckets buckets, Identities identities) {
        SqlValues values = new SqlValues();
        return values.sql(
                """
                SELECT roundDown(first_at, %s) AS bucket, count() AS contacts
                FROM
                (
                  SELECT toUnixTimestamp64Milli(min(timestamp)) AS first_at
                  FROM %s
                  WHERE workspace = %s
                  GROUP BY %s
                )
                WHERE first_at >= %s AND first_at <= %s
                GROUP BY bucket
                """
                        .formatted(
                                values.wholes(buckets.stretchStarts()),
                                identities.from("events", call.ownWorkspace().id(), values),
                                values.text(call.ownWorkspace().id()),
                                identities.contact(),
                                values.whole(range.fromMillis()),
                                values.whole(range.toMillis())));
    }
}
