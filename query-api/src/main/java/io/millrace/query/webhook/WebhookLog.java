package io.millrace.query.webhook;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what endpoints were told, newest first. Thread-safe. */
final class WebhookLog {

    private static final long PAUSE_MILLIS = 50;

    /** A result's name would hide a column of that name from the condition, so none is that of a column. */
    private static final String DELIVERIES =
            """
            SELECT
                delivery AS id,
                created_ms AS created,
                max(number) + 1 AS steps,
                argMax(event, number) AS name,
                argMin(request, number) AS asked,
                any(partition) AS home,
                argMax(next_ms, number) AS next,
                argMax((number, attempt, status, http_status, duration_ms, error, at_ms), number) AS newest,
                arraySort(groupUniqArrayIf(
                    (number, attempt, status, http_status, duration_ms, error, at_ms), attempt > 0)) AS attempts
            FROM webhook_log
            WHERE workspace = {workspace:String} AND endpoint = {endpoint:String} AND (created_ms, delivery) IN (%s)
            GROUP BY created_ms, delivery
            ORDER BY created_ms DESC, delivery DESC
            """;

    private static final String PAGE = DELIVERIES.formatted(
            """
                    SELECT created_ms, delivery
                    FROM webhook_log
                    WHERE workspace = {workspace:String} AND endpoint = {endpoint:String} AND number = 0
                        AND (created_ms, delivery) < ({created:Int64}, {delivery:String})
                    ORDER BY created_ms DESC, delivery DESC
                    LIMIT 1 BY created_ms, delivery
                    LIMIT {limit:UInt32}
                    """);

    private static final String ONE = DELIVERIES.formatted(
            """
                    SELECT created_ms, delivery
                    FROM webhook_log
                    WHERE workspace = {workspace:String} AND endpoint = {endpoint:String}
                        AND delivery = {delivery:String}
                    """);

    private static final String BODY =
            """
            SELECT body
            FROM webhook_log
            WHERE workspace = {workspace:String} AND endpoint = {endpoint:String} AND delivery = {delivery:String}
                AND body != ''
            ORDER BY number
            LIMIT 1
            """;

    private static final String ANSWERED =
            """
            SELECT count() > 0 AS yes
            FROM webhook_log
            WHERE workspace = {workspace:String} AND endpoint = {endpoint:String} AND delivery = {delivery:String}
                AND request = {request:String} AND (attempt > 0 OR status != 'pending')
            """;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    WebhookLog(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** Where a page ended. */
    record Place(long createdAt, String id) {
        static final Place FIRST = new Place(Long.MAX_VALUE, "");
    }

    List<LoggedDelivery> page(String workspace, String endpoint, Place after, int limit) {
        return read(
                PAGE,
                Map.of(
                        "workspace",
                        workspace,
                        "endpoint",
                        endpoint,
                        "created",
                        after.createdAt(),
                        "delivery",
                        after.id(),
                        "limit",
                        limit));
    }

    Optional<LoggedDelivery> one(String workspace, String endpoint, String delivery) {
        return read(ONE, named(workspace, endpoint, delivery)).stream().findFirst();
    }

    /** What is sent, as JSON text; empty if it is not kept any more. */
    Optional<String> body(String workspace, String endpoint, String delivery) {
        return client.rows(new Sql(BODY, named(workspace, endpoint, delivery)), bounds).stream()
                .map(row -> row.path("body").asText())
                .findFirst();
    }

    /** Returns once an attempt was made by this request, or the patience ends. */
    boolean await(String workspace, String endpoint, String delivery, String request, Duration patience) {
        Sql sql = new Sql(
                ANSWERED,
                Map.of("workspace", workspace, "endpoint", endpoint, "delivery", delivery, "request", request));
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                if (client.rows(sql, bounds).stream()
                        .anyMatch(row -> row.path("yes").asInt() == 1)) {
                    return true;
                }
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<LoggedDelivery> read(String text, Map<String, Object> parameters) {
        return client.rows(new Sql(text, parameters), bounds).stream()
                .map(LoggedDelivery::of)
                .toList();
    }

    private static Map<String, Object> named(String workspace, String endpoint, String delivery) {
        return Map.of("workspace", workspace, "endpoint", endpoint, "delivery", delivery);
    }
}
