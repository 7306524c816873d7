package io.millrace.query.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import java.util.ArrayList;
import java.util.List;

/**
 * A delivery as the log has it. Times are epoch milliseconds.
 *
 * @param steps how many there are: the number of the next one
 * @param test whether people asked for it as a test
 * @param partition where it belongs
 * @param last the step that says how it stands
 * @param attempts in order
 */
record LoggedDelivery(
        String id,
        long createdAt,
        int steps,
        String event,
        boolean test,
        int partition,
        long nextAt,
        Attempt last,
        List<Attempt> attempts) {

    static final String TEST = "test_";

    /** One step. */
    record Attempt(int attempt, String status, int httpStatus, long durationMillis, String error, long at) {
        private static Attempt of(JsonNode tuple) {
            return new Attempt(
                    tuple.path(1).asInt(),
                    tuple.path(2).asText(),
                    tuple.path(3).asInt(),
                    tuple.path(4).asLong(),
                    tuple.path(5).asText(),
                    tuple.path(6).asLong());
        }

        /** A try that did not succeed has failed, though others follow. */
        String outcome() {
            return status.equals("pending") && attempt > 0 ? "failed" : status;
        }
    }

    LoggedDelivery {
        attempts = List.copyOf(attempts);
    }

    /** @param row as {@link WebhookLog} selects it */
    static LoggedDelivery of(JsonNode row) {
        List<Attempt> attempts = new ArrayList<>();
        row.path("attempts").forEach(tuple -> attempts.add(Attempt.of(tuple)));
        return new LoggedDelivery(
                row.path("id").asText(),
                row.path("created").asLong(),
                row.path("steps").asInt(),
                row.path("name").asText(),
                row.path("asked").asText().startsWith(TEST),
                row.path("home").asInt(),
                row.path("next").asLong(),
                Attempt.of(row.path("newest")),
                attempts);
    }

    /** Whether an attempt is still to come. */
    boolean pending() {
        return last.status().equals("pending");
    }

    boolean attempted() {
        return !attempts.isEmpty();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("event", event)
                .put("status", last.outcome())
                .put("http_status", last.httpStatus() == 0 ? null : last.httpStatus())
                .put("attempt", last.attempt());
        if (pending() && last.attempt() > 0) {
            json.put("next_retry_at", Timestamps.format(nextAt));
        }
        json.put("delivered_at", last.status().equals("delivered") ? Timestamps.format(last.at()) : null)
                .put("response_time_ms", last.attempt() == 0 ? null : last.durationMillis())
                .put("error", last.error().isEmpty() ? null : last.error())
                .put("test", test)
                .put("created_at", Timestamps.format(createdAt));
        ArrayNode all = json.putArray("attempts");
        attempts.forEach(attempt -> all.addObject()
                .put("attempt", attempt.attempt())
                .put("at", Timestamps.format(attempt.at()))
                .put("status", attempt.outcome())
                .put("http_status", attempt.httpStatus() == 0 ? null : attempt.httpStatus())
                .put("response_time_ms", attempt.durationMillis())
                .put("error", attempt.error().isEmpty() ? null : attempt.error()));
        return json;
    }
}
