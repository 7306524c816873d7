package io.millrace.query.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.event.ContactId;
import io.millrace.query.filter.SqlValues;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what became of changes, and waits for it. Thread-safe. */
final class Outcomes {

    private static final Duration PAUSE_LEAST = Duration.ofMillis(20);
    private static final Duration PAUSE_MOST = Duration.ofMillis(100);

    private static final String COLUMNS =
            "request_id, toString(contact) AS contact, outcome, detail," + " toUnixTimestamp64Milli(at) AS at";

    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    Outcomes(ClickHouseClient client, Map<String, String> bounds) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    /** By request id, of every change that had this stem within the last 24 hours. */
    Map<String, Outcome> ofStem(String workspace, String stem) {
        SqlValues values = new SqlValues();
        return read(
                """
                SELECT %s
                FROM api_outcomes
                WHERE workspace = %s AND startsWith(request_id, %s) AND at > now64(3) - INTERVAL 24 HOUR
                """
                        .formatted(COLUMNS, values.text(workspace), values.text(stem + ".")),
                values);
    }

    /** By request id, of these changes; returns once all are known or the patience ends. */
    Map<String, Outcome> await(String workspace, List<String> requestIds, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = PAUSE_LEAST.toMillis();
        Map<String, Outcome> known = new HashMap<>();
        List<String> missing = new ArrayList<>(requestIds);
        while (true) {
            known.putAll(find(workspace, missing));
            missing.removeIf(known::containsKey);
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (missing.isEmpty() || left <= 0) {
                return known;
            }
            if (!slept(Math.min(pause, left))) {
                return known;
            }
            pause = Math.min(PAUSE_MOST.toMillis(), pause * 3 / 2);
        }
    }

    private Map<String, Outcome> find(String workspace, List<String> requestIds) {
        SqlValues values = new SqlValues();
        return read(
                """
                SELECT %s
                FROM api_outcomes
                WHERE workspace = %s AND request_id IN %s
                """
                        .formatted(COLUMNS, values.text(workspace), values.texts(requestIds)),
                values);
    }

    private Map<String, Outcome> read(String sql, SqlValues values) {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (JsonNode row : client.rows(values.sql(sql), bounds)) {
            outcomes.put(
                    row.path("request_id").asText(),
                    new Outcome(
                            ContactId.ofNumber(
                                    new BigInteger(row.path("contact").asText())),
                            row.path("outcome").asText().equals("done"),
                            row.path("detail").asText(),
                            Instant.ofEpochMilli(row.path("at").asLong())));
        }
        return outcomes;
    }

    private static boolean slept(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
