package io.millrace.query.list;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import io.millrace.core.event.Timestamps;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import java.util.List;
import java.util.Map;

/** Lists the events that could not be stored, whole and with their reasons, newest first. */
public final class RejectedHandler implements RouteHandler {

    private static final String CURSOR = "r1";
    private static final List<String> PARAMETERS = List.of("import", "limit", "cursor", "format");
    private static final List<String> COLUMNS =
            List.of("messageId", "reason", "detail", "position", "payload", "receivedAt", "importId");

    /** A topic has a place in the order too: both topics may hold rejected events. */
    private static final String TOPIC_PLACE = "toInt64(topic = 'events')";

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public RejectedHandler(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        Page page = Page.of(call, CURSOR, 5, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        List<JsonNode> rows = client.rows(sql(call, page), bounds);
        if (csv) {
            List<JsonNode> shown = rows.subList(0, Math.min(rows.size(), page.limit()));
            return Reply.csv(COLUMNS, shown.stream().map(RejectedHandler::cells).toList());
        }
        return Envelope.of(rows, page, row -> Page.cursor(CURSOR, place(row)), RejectedHandler::json);
    }

    private static Sql sql(Call call, Page page) {
        SqlValues values = new SqlValues();
        StringBuilder condition = new StringBuilder(
                "workspace = " + values.text(call.ownWorkspace().id()));
        call.parameter("import")
                .ifPresent(id -> condition.append(" AND import_id = ").append(values.text(id)));
        page.after().ifPresent(place -> condition
                .append(" AND (toUnixTimestamp64Milli(received_at), " + TOPIC_PLACE
                        + ", toInt64(partition), toInt64(offset), position) < (")
                .append(String.join(", ", place.stream().map(values::whole).toList()))
                .append(")"));
        return values.sql(
                """
                SELECT message_id, reason, detail, position, payload, import_id,
                  toUnixTimestamp64Milli(received_at) AS arrived, %s AS topic_place, partition, offset
                FROM rejected_events
                WHERE %s
                ORDER BY received_at DESC, topic_place DESC, partition DESC, offset DESC, position DESC
                LIMIT %s
                """
                        .formatted(TOPIC_PLACE, condition, values.whole(page.limit() + 1L)));
    }

    private static String json(JsonNode row) {
        return "{\"messageId\":" + JsonText.quotedOrNull(row.path("message_id").asText())
                + ",\"reason\":" + JsonText.quoted(row.path("reason").asText())
                + ",\"detail\":" + JsonText.quoted(row.path("detail").asText())
                + ",\"position\":" + row.path("position").asLong()
                + ",\"payload\":" + JsonText.jsonOrText(row.path("payload").asText())
                + ",\"receivedAt\":"
                + JsonText.quoted(Timestamps.format(row.path("arrived").asLong()))
                + ",\"importId\":" + JsonText.quotedOrNull(row.path("import_id").asText()) + "}";
    }

    private static List<String> cells(JsonNode row) {
        return List.of(
                row.path("message_id").asText(),
                row.path("reason").asText(),
                row.path("detail").asText(),
                row.path("position").asText(),
                row.path("payload").asText(),
                Timestamps.format(row.path("arrived").asLong()),
                row.path("import_id").asText());
    }

    private static List<Long> place(JsonNode row) {
        return List.of(
                row.path("arrived").asLong(),
                row.path("topic_place").asLong(),
                row.path("partition").asLong(),
                row.path("offset").asLong(),
                row.path("position").asLong());
    }
}
