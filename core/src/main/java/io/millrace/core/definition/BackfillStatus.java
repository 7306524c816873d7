package io.millrace.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.LeafKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the history of a segment's version has been brought into the state of contacts: the body of a definition of
 * kind {@code BACKFILL}, under the segment's id. Written by the back-fill alone. When it says {@code DONE}, the version
 * comes into force at the record's append time, if it was not before.
 *
 * @param version of the segment's definition
 * @param progress between 0 and 1
 * @param error why it does not get on; empty if it does
 * @param owner which instance works on it; the others leave it alone while it is heard of
 * @param conditions over events of that version, with what the back-fill must remember about each
 */
public record BackfillStatus(
        long version, State state, double progress, String error, String owner, Map<LeafKey, Condition> conditions) {

    /** The name in small letters stands in records and never changes. */
    public enum State {
        /** Also while it waits for its turn, or to try again. */
        RUNNING,
        DONE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param liveFrom the arrival from which on the job counts events for the condition as they come
     * @param seeded whether what arrived before is in the state of contacts too
     */
    public record Condition(long liveFrom, boolean seeded) {}

    public BackfillStatus {
        conditions = Map.copyOf(conditions);
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("progress is between 0 and 1, found " + progress);
        }
    }

    public boolean doneFor(long segmentVersion) {
        return state == State.DONE && version == segmentVersion;
    }

    /** The definition's body as JSON text. */
    public String write() {
        ObjectNode json = DefinitionJson.object()
                .put("version", version)
                .put("state", state.text())
                .put("progress", progress)
                .put("error", error)
                .put("owner", owner);
        ObjectNode all = json.putObject("conditions");
        Map<String, Condition> sorted = new TreeMap<>();
        conditions.forEach((key, condition) -> sorted.put(Long.toHexString(key.hash()), condition));
        sorted.forEach((key, condition) ->
                all.putObject(key).put("live_from", condition.liveFrom()).put("seeded", condition.seeded()));
        return DefinitionJson.write(json);
    }

    /**
     * Reads a body; unknown fields are left for newer versions.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static BackfillStatus read(String body) {
        JsonNode json = DefinitionJson.read(body);
        JsonNode version = json.path("version");
        if (!version.isIntegralNumber()) {
            throw new IllegalArgumentException("field version of a back-fill is missing");
        }
        Map<LeafKey, Condition> conditions = new HashMap<>();
        json.path("conditions")
                .fields()
                .forEachRemaining(field -> conditions.put(
                        new LeafKey(Long.parseUnsignedLong(field.getKey(), 16)),
                        new Condition(
                                field.getValue().path("live_from").asLong(),
                                field.getValue().path("seeded").asBoolean())));
        return new BackfillStatus(
                version.longValue(),
                State.valueOf(DefinitionJson.text(json, "state").toUpperCase(Locale.ROOT)),
                json.path("progress").asDouble(),
                json.path("error").asText(""),
                json.path("owner").asText(""),
                conditions);
    }
}
