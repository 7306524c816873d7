package io.millrace.query.list;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pages of stored events, newest first. Rows are ordered by when they happened, when they arrived and where they stand
 * in the topic, so no row repeats or is skipped across pages. Thread-safe.
 */
public final class EventPages {

    private static final String CURSOR = "e1";
    private static final int PLACES = 4;

    /** Reads the texts of the rows shown only, not of all rows that are sorted. */
    private static final Map<String, String> LATE_TEXTS = Map.of(
            "query_plan_optimize_lazy_materialization", "1",
            "query_plan_max_limit_for_lazy_materialization", "1000");

    private final ClickHouseClient client;
    private final Map<String, String> settings;
    private final String from;

    /** @param bounds the settings that bound each statement in time and memory */
    public EventPages(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        Map<String, String> all = new HashMap<>(bounds);
        all.putAll(LATE_TEXTS);
        this.settings = Map.copyOf(all);
        this.from = "events";
    }

    private EventPages(ClickHouseClient client, Map<String, String> settings, String from) {
        this.client = client;
        this.settings = settings;
        this.from = from;
    }

    /** @param rows SQL for a FROM clause: the events with what conditions need beside their columns */
    EventPages of(String rows) {
        return new EventPages(client, settings, rows);
    }

    /** Which page is asked for; only cursors of this list fit. */
    public static Page page(Call call, Faults faults) {
        return Page.of(call, CURSOR, PLACES, faults);
    }

    /**
     * The page of the events for which all conditions hold.
     *
     * @param conditions SQL over the columns of table {@code events}, the workspace among them
     */
    public Reply reply(List<String> conditions, SqlValues values, Page page, boolean csv) {
        List<JsonNode> rows = rows(conditions, values, page);
        if (csv) {
            return csv(rows.subList(0, Math.min(rows.size(), page.limit())));
        }
        return Envelope.of(rows, page, EventPages::cursor, row -> EventJson.of(
                        row.path("text").asText())
                .text());
    }

    /** The rows of the page, and one more if there is a next page; {@code text} is the event as it was stored. */
    public List<JsonNode> rows(List<String> conditions, SqlValues values, Page page) {
        List<String> all = new ArrayList<>(conditions);
        page.after().ifPresent(place -> all.add(after(place, values)));
        return client.rows(
                values.sql(
                        """
                        SELECT text, toUnixTimestamp64Milli(timestamp) AS at, toUnixTimestamp64Milli(received_at) AS arrived,
                          partition, offset
                        FROM %s
                        WHERE %s
                        ORDER BY timestamp DESC, received_at DESC, partition DESC, offset DESC
                        LIMIT %s
                        """
                                .formatted(from, String.join(" AND ", all), values.whole(page.limit() + 1L))),
                settings);
    }

    /** The bound on the time alone lets ClickHouse skip what the tuple would have to compare. */
    private static String after(List<Long> place, SqlValues values) {
        String at = "fromUnixTimestamp64Milli(" + values.whole(place.get(0)) + ")";
        return "timestamp <= " + at + " AND (timestamp, received_at, toInt64(partition), toInt64(offset)) < (" + at
                + ", fromUnixTimestamp64Milli(" + values.whole(place.get(1)) + "), " + values.whole(place.get(2)) + ", "
                + values.whole(place.get(3)) + ")";
    }

    private static String cursor(JsonNode row) {
        return Page.cursor(CURSOR, place(row));
    }

    /** Where a row stands in the list. */
    public static List<Long> place(JsonNode row) {
        return List.of(
                row.path("at").asLong(),
                row.path("arrived").asLong(),
                row.path("partition").asLong(),
                row.path("offset").asLong());
    }

    private static Reply csv(List<JsonNode> rows) {
        List<List<String>> cells = new ArrayList<>();
        for (JsonNode row : rows) {
            EventJson event = EventJson.of(row.path("text").asText());
            cells.add(EventJson.NAMES.stream().map(event::cell).toList());
        }
        return Reply.csv(EventJson.NAMES, cells);
    }
}
