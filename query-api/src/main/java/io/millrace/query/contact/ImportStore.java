package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.Timestamps;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.list.Page;
import io.millrace.query.request.Fault;
import io.millrace.query.request.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps how far imports are and which of their rows could not be used. Thread-safe. */
final class ImportStore {

    private static final int PAYLOAD_LENGTH_MAX = 10_000;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    ImportStore(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    Optional<ImportStatus> find(String workspace, String importId) {
        SqlValues values = new SqlValues();
        return client
                .rows(
                        values.sql(
                                """
                                SELECT import_id, attempt, state, detail, format, rows, accepted, rejected,
                                  toUnixTimestamp64Milli(started_at) AS started,
                                  toUnixTimestamp64Milli(updated_at) AS updated
                                FROM contact_imports
                                WHERE workspace = %s AND import_id = %s
                                ORDER BY version DESC
                                LIMIT 1
                                """
                                        .formatted(values.text(workspace), values.text(importId))),
                        bounds)
                .stream()
                .findFirst()
                .map(ImportStatus::of);
    }

    /** @param step grows with every change of an attempt */
    void put(String workspace, ImportStatus status, int step) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", workspace).put("import_id", status.id()).put("attempt", status.attempt());
        row.put("state", status.state().text()).put("detail", status.detail()).put("format", status.format());
        row.put("rows", status.rows()).put("accepted", status.accepted()).put("rejected", status.rejected());
        row.put("started_at", time(status.startedAt())).put("updated_at", time(status.updatedAt()));
        row.put("version", (status.attempt() << 20) + step);
        insert("contact_imports", List.of(row), status.id() + "/" + status.attempt() + "/status/" + step);
    }

    /** Keeps rows that could not be used; those kept before under the same number are replaced. */
    void putErrors(String workspace, ImportStatus status, List<ImportRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<ObjectNode> errors = rows.stream()
                .map(broken -> {
                    Fault fault = broken.fault().orElseThrow();
                    ObjectNode row = Json.MAPPER.createObjectNode();
                    row.put("workspace", workspace)
                            .put("import_id", status.id())
                            .put("attempt", status.attempt());
                    row.put("row", broken.number()).put("field", fault.field()).put("reason", fault.reason());
                    row.put("message", fault.message());
                    row.put(
                            "payload",
                            broken.payload()
                                    .substring(
                                            0,
                                            Math.min(
                                                    PAYLOAD_LENGTH_MAX,
                                                    broken.payload().length())));
                    return row;
                })
                .toList();
        insert(
                "contact_import_errors",
                errors,
                status.id() + "/" + status.attempt() + "/" + rows.get(0).number());
    }

    /** @param refused rows that were refused where the contact's state is held */
    record Effects(long applied, long refused) {}

    /** How many rows of an import have taken effect. A row has when the last of its changes has. */
    Effects effects(String workspace, String importId) {
        SqlValues values = new SqlValues();
        JsonNode row = client.rows(
                        values.sql(
                                """
                                SELECT countIf(whole = 1 AND refused = 0) AS applied, sum(refused) AS refused_rows
                                FROM (
                                  SELECT max(last_change) AS whole, max(refused_change) AS refused
                                  FROM (
                                    SELECT splitByChar('.', request_id)[2] AS row,
                                      splitByChar('/', splitByChar('.', request_id)[4]) AS place,
                                      toUInt32OrZero(place[1]) + 1 = toUInt32OrZero(place[2]) AS last_change,
                                      outcome != 'done' AS refused_change
                                    FROM api_outcomes
                                    WHERE workspace = %s AND startsWith(request_id, %s))
                                  GROUP BY row)
                                """
                                        .formatted(values.text(workspace), values.text(importId + "."))),
                        bounds)
                .get(0);
        return new Effects(
                row.path("applied").asLong(), row.path("refused_rows").asLong());
    }

    /** Rows that could not be used, by number, and one more than the page holds if there is a next page. */
    List<JsonNode> errors(String workspace, ImportStatus status, Page page) {
        SqlValues values = new SqlValues();
        long after = page.after().map(place -> place.get(0)).orElse(-1L);
        return client.rows(
                values.sql(
                        """
                        SELECT row, field, reason, message, payload
                        FROM (
                          SELECT row, field, reason, message, payload
                          FROM contact_import_errors
                          WHERE workspace = %1$s AND import_id = %2$s AND attempt = %3$s AND row > %4$s
                          UNION ALL
                          SELECT toUInt64OrZero(splitByChar('.', request_id)[2]) AS row, '' AS field, 'refused' AS reason,
                            detail AS message, '' AS payload
                          FROM api_outcomes
                          WHERE workspace = %1$s AND startsWith(request_id, %5$s) AND outcome != 'done' AND row > %4$s)
                        ORDER BY row
                        LIMIT 1 BY row
                        LIMIT %6$s
                        """
                                .formatted(
                                        values.text(workspace),
                                        values.text(status.id()),
                                        values.whole(status.attempt()),
                                        values.whole(after),
                                        values.text(status.id() + "."),
                                        values.whole(page.limit() + 1L))),
                bounds);
    }

    private void insert(String table, List<ObjectNode> rows, String token) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(row).append('\n'));
        client.insert(
                table,
                "JSONEachRow",
                new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
                token);
    }

    private static String time(Instant at) {
        return Timestamps.format(at.toEpochMilli()).replace('T', ' ').replace("Z", "");
    }
}
