package io.millrace.query.count;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.Timestamps;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import io.millrace.query.time.Buckets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers with the counts that EventJob keeps, by windows of event time, without reading an event: at every committed
 * checkpoint they equal the stored events. Late are those that arrived when their minute had been over for longer than the
 * lateness allowed. Called by many threads at once.
 */
public final class EventCountsHandler implements RouteHandler {

    private static final long MINUTE_MILLIS = 60_000;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final Duration allowedLateness;

    /**
     * @param bounds the settings that bound each statement in time and memory
     * @param allowedLateness as EventJob judges by it
     */
    public EventCountsHandler(ClickHouseClient client, Map<String, String> bounds, Duration allowedLateness) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.allowedLateness = allowedLateness;
    }

    /** A window, its counts, and whether what comes now would be late in all of it. */
    private record Row(String date, long start, long end, String event, long onTime, long late, boolean closed) {}

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        CountsQuery query = CountsQuery.of(call, faults);
        List<Row> rows = rows(call, query);
        return csv ? csv(rows, query) : json(rows, query);
    }

    private List<Row> rows(Call call, CountsQuery query) {
        Buckets windows = query.windows();
        int count = windows.count();
        Map<String, long[][]> counts = new TreeMap<>();
        if (!query.byEvent()) {
            counts.put("", new long[count][2]);
        }
        Map<Long, Integer> byStretch = windows.bucketsByStretch();
        for (JsonNode row : read(call, query)) {
            long[] cell = counts.computeIfAbsent(row.path("name").asText(), unused -> new long[count][2])[
                    byStretch.getOrDefault(row.path("stretch").asLong(), 0)];
            cell[0] += row.path("timely").asLong();
            cell[1] += row.path("tardy").asLong();
        }
        long closedBefore = call.at().minus(allowedLateness).toEpochMilli();
        long[][] bounds = bounds(query, byStretch);
        List<Row> rows = new ArrayList<>();
        for (int window = 0; window < count; window++) {
            for (Map.Entry<String, long[][]> one : counts.entrySet()) {
                long[] cell = one.getValue()[window];
                if (!query.byEvent() || cell[0] + cell[1] > 0) {
                    rows.add(new Row(
                            windows.labels().get(window),
                            bounds[window][0],
                            bounds[window][1],
                            one.getKey(),
                            cell[0],
                            cell[1],
                            bounds[window][1] <= closedBefore));
                }
            }
        }
        return rows;
    }

    private List<JsonNode> read(Call call, CountsQuery query) {
        SqlValues values = new SqlValues();
        // The names of events are the same columns here as in table events.
        String text =
                """
                SELECT %s AS name, roundDown(toInt64(toUnixTimestamp(minute)) * 1000, %s) AS stretch,
                  sum(on_time) AS timely, sum(late) AS tardy
                FROM event_counts
                WHERE workspace = %s AND %s
                  AND minute >= toDateTime(%s, 'UTC') AND minute <= toDateTime(%s, 'UTC')
                GROUP BY name, stretch
                """
                        .formatted(
                                query.byEvent() ? "event" : "''",
                                values.wholes(query.windows().stretchStarts()),
                                values.text(call.ownWorkspace().id()),
                                new FilterSql(values, call.at()).matches(query.event()),
                                values.whole(seconds(firstMinute(query))),
                                values.whole(seconds(query.range().toMillis())));
        return client.rows(values.sql(text), bounds);
    }

    /** The first minute that begins in the range. */
    private static long firstMinute(CountsQuery query) {
        return -Math.floorDiv(-query.range().fromMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;
    }

    /** ClickHouse keeps these minutes from 1970 to 2106. */
    private static long seconds(long millis) {
        return Math.max(0, Math.min(0xFFFF_FFFFL, Math.floorDiv(millis, 1_000)));
    }

    /** Where each window begins and ends, within the range. */
    private static long[][] bounds(CountsQuery query, Map<Long, Integer> byStretch) {
        long[][] bounds = new long[query.windows().count()][];
        List<Long> starts = query.windows().stretchStarts();
        for (int i = 0; i < starts.size(); i++) {
            int window = byStretch.getOrDefault(starts.get(i), 0);
            long end = i + 1 < starts.size() ? starts.get(i + 1) : query.range().toMillis() + 1;
            if (bounds[window] == null) {
                bounds[window] =
                        new long[] {Math.max(starts.get(i), query.range().fromMillis()), end};
            } else {
                bounds[window][1] = end;
            }
        }
        return bounds;
    }

    private Reply json(List<Row> rows, CountsQuery query) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("window", query.window().text());
        answer.put("timezone", query.range().zone().getId());
        answer.put("from", query.range().fromText());
        answer.put("to", query.range().toText());
        answer.put("allowed_lateness_seconds", allowedLateness.toSeconds());
        ArrayNode data = answer.putArray("data");
        long total = 0;
        for (Row row : rows) {
            ObjectNode json = data.addObject();
            json.put("date", row.date());
            json.put("window_start", Timestamps.format(row.start()));
            json.put("window_end", Timestamps.format(row.end()));
            if (query.byEvent()) {
                json.put("event", row.event());
            }
            json.put("count", row.onTime() + row.late());
            json.put("on_time", row.onTime()).put("late", row.late());
            json.put("closed", row.closed());
            total += row.onTime() + row.late();
        }
        answer.put("total", total);
        return Reply.json(200, answer);
    }

    private static Reply csv(List<Row> rows, CountsQuery query) {
        List<String> header = new ArrayList<>(List.of("date", "window_start", "window_end"));
        if (query.byEvent()) {
            header.add("event");
        }
        header.addAll(List.of("count", "on_time", "late", "closed"));
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            List<String> line =
                    new ArrayList<>(List.of(row.date(), Timestamps.format(row.start()), Timestamps.format(row.end())));
            if (query.byEvent()) {
                line.add(row.event());
            }
            line.add(Long.toString(row.onTime() + row.late()));
            line.add(Long.toString(row.onTime()));
            line.add(Long.toString(row.late()));
            line.add(Boolean.toString(row.closed()));
            cells.add(line);
        }
        return Reply.csv(header, cells);
    }
}
