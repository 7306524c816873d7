package io.millrace.query.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.filter.EventRows;
import io.millrace.query.filter.Field;
import io.millrace.query.filter.FilterSql;
import io.millrace.query.filter.Selector;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.identity.Identities;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Problem;
import io.millrace.query.time.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CampaignOS's attribution: the events of a period that name a UTM source, medium or campaign, by these three, and how
 * many conversions came from contacts that had sent such an event before, or at the same instant, within the period.
 */
public final class UtmSources implements RouteHandler {

    /** What is commonly taken for a conversion, unless the call names its own. */
    static final List<String> CONVERSIONS = List.of(
            "conversion",
            "order_completed",
            "Order Completed",
            "purchase",
            "sign_up",
            "signup",
            "signup_completed",
            "Signed Up");

    private static final List<String> FIELDS = List.of("source", "medium", "campaign");
    private static final List<String> HEADER = List.of("source", "medium", "campaign", "uniqueVisitors", "totalEvents");
    private static final int ROWS_MAX = 10_000;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final IdentityStore identities;

    /** @param bounds the settings that bound each statement in time and memory */
    public UtmSources(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.identities = new IdentityStore(client, bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("days", "conversion", "format"), faults);
        int days = Days.read(call, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        TimeRange range = Days.range(call, days);
        Identities known = identities.of(call.ownWorkspace().id());
        List<JsonNode> rows = sources(call, range, known);
        if (rows.size() > ROWS_MAX) {
            throw Problem.limitExceeded(
                            "rows",
                            Integer.toString(ROWS_MAX),
                            "there are more than " + ROWS_MAX + " sources, mediums and campaigns; ask for fewer days")
                    .exception();
        }
        return csv ? csv(rows) : json(days, rows, conversions(call, range, known));
    }

    private static Reply json(int days, List<JsonNode> rows, long conversions) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("period", days + "d");
        ArrayNode sources = answer.putArray("sources");
        long events = 0;
        for (JsonNode row : rows) {
            ObjectNode source = sources.addObject();
            FIELDS.forEach(field -> source.put(field, named(row, field).orElse(null)));
            source.put("uniqueVisitors", row.path("visitors").asLong());
            source.put("totalEvents", row.path("n").asLong());
            events += row.path("n").asLong();
        }
        answer.put("totalAttributedEvents", events);
        answer.put("conversions", conversions);
        return Reply.json(200, answer);
    }

    private static Reply csv(List<JsonNode> rows) {
        List<List<String>> cells = new ArrayList<>();
        for (JsonNode row : rows) {
            List<String> line = new ArrayList<>();
            FIELDS.forEach(field -> line.add(named(row, field).orElse("")));
            line.add(row.path("visitors").asText());
            line.add(row.path("n").asText());
            cells.add(line);
        }
        return Reply.csv(HEADER, cells);
    }

    private static Optional<String> named(JsonNode row, String field) {
        return Optional.of(row.path("utm_" + field).asText()).filter(text -> !text.isEmpty());
    }

    private List<JsonNode> sources(Call call, TimeRange range, Identities known) {
        SqlValues values = new SqlValues();
        FilterSql filter = new FilterSql(values, call.at());
        String workspace = call.ownWorkspace().id();
        return client.rows(
                values.sql(
                        """
                        SELECT %s AS utm_source, %s AS utm_medium, %s AS utm_campaign,
                          uniqExact(%s) AS visitors, count() AS n
                        FROM %s
                        WHERE %s AND %s
                        GROUP BY utm_source, utm_medium, utm_campaign
                        HAVING utm_source != '' OR utm_medium != '' OR utm_campaign != ''
                        ORDER BY n DESC, visitors DESC, utm_source, utm_medium, utm_campaign
                        LIMIT %s
                        """
                                .formatted(
                                        utm(filter, "source"),
                                        utm(filter, "medium"),
                                        utm(filter, "campaign"),
                                        known.contact(),
                                        known.from("events", workspace, values),
                                        EventRows.within(workspace, range, values),
                                        filter.matches(Selector.ANY),
                                        values.whole(ROWS_MAX + 1L))),
                bounds);
    }

    private long conversions(Call call, TimeRange range, Identities known) {
        SqlValues values = new SqlValues();
        FilterSql filter = new FilterSql(values, call.at());
        String workspace = call.ownWorkspace().id();
        String touches = "(" + filter.matches(Selector.ANY) + " AND ("
                + String.join(
                        " OR ",
                        FIELDS.stream()
                                .map(field -> utm(filter, field) + " != ''")
                                .toList())
                + "))";
        String converts = "(type IN ('track', 'page', 'screen') AND event IN " + values.texts(names(call)) + ")";
        return client.rows(
                        values.sql(
                                """
                                SELECT sum(arrayCount(at -> at >= touched, converted)) AS n
                                FROM
                                (
                                  SELECT minIf(timestamp, %s) AS touched, countIf(%s) AS touches,
                                    groupArrayIf(timestamp, %s) AS converted
                                  FROM %s
                                  WHERE %s
                                  GROUP BY %s
                                  HAVING touches > 0 AND notEmpty(converted)
                                )
                                """
                                        .formatted(
                                                touches,
                                                touches,
                                                converts,
                                                known.from("events", workspace, values),
                                                EventRows.within(workspace, range, values),
                                                known.contact())),
                        bounds)
                .get(0)
                .path("n")
                .asLong();
    }

    private static List<String> names(Call call) {
        return call.parameter("conversion")
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList())
                .orElse(CONVERSIONS);
    }

    private static String utm(FilterSql filter, String name) {
        return filter.text(new Field(Field.Source.UTM, name));
    }
}
