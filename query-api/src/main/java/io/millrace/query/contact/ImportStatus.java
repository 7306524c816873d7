package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far an import is.
 *
 * @param attempt which sending of the file this is; grows
 * @param detail why it failed
 * @param rows read so far, of them some accepted and some rejected
 */
record ImportStatus(
        String id,
        long attempt,
        State state,
        String detail,
        String format,
        long rows,
        long accepted,
        long rejected,
        Instant startedAt,
        Instant updatedAt) {

    /** A file that is being read is heard of every few seconds. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    /** As it stands in the table; what people are told follows from it and from what has taken effect. */
    enum State {
        READING,
        READ,
        FAILED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    ImportStatus with(State then, String why, long rowsThen, long acceptedThen, long rejectedThen, Instant now) {
        return new ImportStatus(id, attempt, then, why, format, rowsThen, acceptedThen, rejectedThen, startedAt, now);
    }

    /**
     * @param applied how many rows have taken effect
     * @param refused how many of the accepted rows were refused then
     */
    ObjectNode json(long applied, long refused, Instant now) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", id);
        json.put("state", told(applied, refused, now));
        json.put("detail", ContactRow.textOrNull(detail));
        json.put("format", format);
        json.put("rows", rows);
        json.put("accepted", accepted);
        json.put("rejected", rejected);
        json.put("applied", applied);
        json.put("refused", refused);
        json.put("progress", progress(applied, refused));
        json.put("started_at", Timestamps.format(startedAt.toEpochMilli()));
        json.put("updated_at", Timestamps.format(updatedAt.toEpochMilli()));
        return json;
    }

    private String told(long applied, long refused, Instant now) {
        return switch (state) {
            case READING -> updatedAt.plus(SILENCE_MAX).isBefore(now) ? "interrupted" : "reading";
            case READ -> applied + refused < accepted ? "applying" : "done";
            case FAILED -> "failed";
        };
    }

    /** Of the accepted rows, how many have taken effect; a file without such rows is done. */
    private double progress(long applied, long refused) {
        return accepted == 0 ? 1 : Math.min(1, (double) (applied + refused) / accepted);
    }

    static ImportStatus of(JsonNode row) {
        return new ImportStatus(
                row.path("import_id").asText(),
                row.path("attempt").asLong(),
                State.of(row.path("state").asText()),
                row.path("detail").asText(),
                row.path("format").asText(),
                row.path("rows").asLong(),
                row.path("accepted").asLong(),
                row.path("rejected").asLong(),
                Instant.ofEpochMilli(row.path("started").asLong()),
                Instant.ofEpochMilli(row.path("updated").asLong()));
    }
}
