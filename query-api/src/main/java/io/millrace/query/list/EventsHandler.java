package io.millrace.query.list;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.identity.ContactRows;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.request.Faults;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists every stored event of a workspace, newest first, as it was stored. Rows are ordered by when they happened, when
 * they arrived and where they stand in the topic, so no row repeats or is skipped across pages.
 */
public final class EventsHandler implements RouteHandler {

    private static final String CURSOR = "e1";
    private static final List<String> PARAMETERS =
            List.of("event", "contact_id", "from", "to", "limit", "cursor", "format");

    /** Reads the texts of the rows shown only, not of all rows that are sorted. */
    private static final Map<String, String> LATE_TEXTS = Map.of(
            "query_plan_optimize_lazy_materialization", "1",
            "query_plan_max_limit_for_lazy_materialization", "1000");

    private final ClickHouseClient client;
    private final Map<String, String> settings;
    private final IdentityStore identities;
    private final ContactRows contacts;

    /** @param bounds the settings that bound each statement in time and memory */
    public EventsHandler(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        Map<String, String> all = new HashMap<>(bounds);
        all.putAll(LATE_TEXTS);
        this.settings = Map.copyOf(all);
        this.identities = new IdentityStore(client, bounds);
        this.contacts = new ContactRows(client, bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        Page page = Page.of(call, CURSOR, 4, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        Optional<TimeRange> range = range(call, faults);
        faults.throwIfAny();
        List<JsonNode> rows = client.rows(sql(call, page, range), settings);
        if (csv) {
            return csv(rows.subList(0, Math.min(rows.size(), page.limit())));
        }
        return Envelope.of(rows, page, row -> Page.cursor(CURSOR, place(row)), row -> EventJson.of(
                        row.path("text").asText())
                .text());
    }

    private static Optional<TimeRange> range(Call call, Faults faults) {
        // The plus of an offset arrives as a space where a client did not encode it.
        Optional<String> from = call.parameter("from").map(text -> text.replace(' ', '+'));
        Optional<String> to = call.parameter("to").map(text -> text.replace(' ', '+'));
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        TimeRangeParser parser = new TimeRangeParser(call.ownWorkspace().timezone(), call.at());
        // One end alone leaves the other open.
        return parser.parse(
                Optional.of(from.orElse("1970-01-01T00:00:00Z")),
                Optional.of(to.orElse("2299-01-01T00:00:00Z")),
                faults);
    }

    private Sql sql(Call call, Page page, Optional<TimeRange> range) {
        String workspace = call.ownWorkspace().id();
        SqlValues values = new SqlValues();
        List<String> conditions = new ArrayList<>();
        conditions.add(range.map(known -> EventRows.within(workspace, known, values))
                .orElseGet(() -> "workspace = " + values.text(workspace)));
        call.parameter("event")
                .ifPresent(event -> conditions.add(new FilterSql(values, call.at()).matches(Selector.named(event))));
        Optional<String> contact = call.parameter("contact_id");
        Identities known = contact.isPresent() ? identities.of(workspace) : Identities.NONE;
        contact.ifPresent(text -> conditions.add(
                ContactRows.condition(contacts.named(workspace, text, known), workspace, known, values)));
        page.after().ifPresent(place -> conditions.add(after(place, values)));
        return values.sql(
                """
                SELECT text, toUnixTimestamp64Milli(timestamp) AS at, toUnixTimestamp64Milli(received_at) AS arrived,
                  partition, offset
                FROM %s
                WHERE %s
                ORDER BY timestamp DESC, received_at DESC, partition DESC, offset DESC
                LIMIT %s
                """
                        .formatted(
                                known.from("events", workspace, values),
                                String.join(" AND ", conditions),
                                values.whole(page.limit() + 1L)));
    }

    /** The bound on the time alone lets ClickHouse skip what the tuple would have to compare. */
    private static String after(List<Long> place, SqlValues values) {
        String at = "fromUnixTimestamp64Milli(" + values.whole(place.get(0)) + ")";
        return "timestamp <= " + at + " AND (timestamp, received_at, toInt64(partition), toInt64(offset)) < (" + at
                + ", fromUnixTimestamp64Milli(" + values.whole(place.get(1)) + "), " + values.whole(place.get(2)) + ", "
                + values.whole(place.get(3)) + ")";
    }

    private static List<Long> place(JsonNode row) {
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
