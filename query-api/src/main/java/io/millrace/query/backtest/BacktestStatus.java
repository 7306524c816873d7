package io.millrace.query.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a backtest is, and what came of it.
 *
 * @param version the number of the campaign's version that is tried
 * @param from its first instant, in epoch milliseconds
 * @param to its last
 * @param error why it failed; empty if it did not
 * @param progress from 0 to 1
 * @param result JSON text with {@code days} and {@code totals}; empty until it is there
 */
record BacktestStatus(
        String id,
        String campaign,
        long version,
        long from,
        long to,
        boolean enrollExisting,
        State state,
        String error,
        double progress,
        String result,
        Instant startedAt,
        Instant updatedAt) {

    /** One that runs is heard of every few seconds. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    private static final String INTERRUPTED = "interrupted";

    /** The texts stand in a table and never change. */
    enum State {
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELLED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    BacktestStatus running(double progressed, Instant now) {
        return new BacktestStatus(
                id, campaign, version, from, to, enrollExisting, State.RUNNING, "", progressed, "", startedAt, now);
    }

    BacktestStatus completed(String answer, Instant now) {
        return new BacktestStatus(
                id, campaign, version, from, to, enrollExisting, State.COMPLETED, "", 1, answer, startedAt, now);
    }

    BacktestStatus failed(String why, Instant now) {
        return new BacktestStatus(
                id, campaign, version, from, to, enrollExisting, State.FAILED, why, progress, "", startedAt, now);
    }

    BacktestStatus interrupted(Instant now) {
        return failed(INTERRUPTED, now);
    }

    BacktestStatus cancelled(Instant now) {
        return new BacktestStatus(
                id, campaign, version, from, to, enrollExisting, State.CANCELLED, "", progress, "", startedAt, now);
    }

    /** As it is to be told: one of which nothing was heard for long was interrupted. */
    BacktestStatus told(Instant now) {
        boolean silent = state == State.RUNNING && updatedAt.plus(SILENCE_MAX).isBefore(now);
        return silent ? failed(INTERRUPTED, updatedAt) : this;
    }

    ObjectNode json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", id).put("campaign_id", campaign).put("version", version);
        json.put("from", Timestamps.format(from)).put("to", Timestamps.format(to));
        json.put("enroll_existing", enrollExisting);
        json.put("status", state.text()).put("progress", progress);
        json.put("error", error.isEmpty() ? null : error);
        json.put("started_at", Timestamps.format(startedAt.toEpochMilli()));
        json.put("updated_at", Timestamps.format(updatedAt.toEpochMilli()));
        if (!result.isEmpty()) {
            json.setAll((ObjectNode) Json.parse(result.getBytes(StandardCharsets.UTF_8)));
        }
        return json;
    }

    static BacktestStatus of(JsonNode row) {
        return new BacktestStatus(
                row.path("backtest_id").asText(),
                row.path("campaign").asText(),
                row.path("campaign_version").asLong(),
                row.path("from_ms").asLong(),
                row.path("to_ms").asLong(),
                row.path("enroll_existing").asInt() == 1,
                State.of(row.path("state").asText()),
                row.path("error").asText(),
                row.path("progress").asDouble(),
                row.path("result").asText(),
                Instant.ofEpochMilli(row.path("started").asLong()),
                Instant.ofEpochMilli(row.path("updated").asLong()));
    }
}
