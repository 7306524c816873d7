package io.millrace.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A segment as somebody defined it: the body of a definition of kind {@code SEGMENT}, under its id. The version and the
 * instant from which it is in force are those of the definition.
 *
 * @param rules as given; null for a hand-kept segment
 */
public record SegmentDefinition(
        String id, String name, String description, @Nullable JsonNode rules, Instant createdAt, Instant updatedAt) {

    public static final String PREFIX = "seg_";
    public static final int NAME_LENGTH_MAX = 200;
    public static final int DESCRIPTION_LENGTH_MAX = 2_000;

    public SegmentDefinition {
        if (id.isEmpty() || name.isBlank()) {
            throw new IllegalArgumentException("a segment needs an id and a name");
        }
        if (rules != null && !rules.isObject()) {
            throw new IllegalArgumentException("the rules of a segment are an object");
        }
    }

    /** Whether its members are set by hand. */
    public boolean handKept() {
        return rules == null;
    }

    /** The definition's body as JSON text. */
    public String write() {
        ObjectNode json = DefinitionJson.object()
                .put("id", id)
                .put("name", name)
                .put("description", description)
                .put("type", handKept() ? "static" : "dynamic");
        if (rules != null) {
            json.set("rules", rules);
        }
        json.put("created_at", createdAt.toString()).put("updated_at", updatedAt.toString());
        return DefinitionJson.write(json);
    }

    /**
     * Reads a body; unknown fields are left for newer versions.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static SegmentDefinition read(String body) {
        JsonNode json = DefinitionJson.read(body);
        boolean handKept = DefinitionJson.text(json, "type").equals("static");
        return new SegmentDefinition(
                DefinitionJson.text(json, "id"),
                DefinitionJson.text(json, "name"),
                json.path("description").asText(""),
                handKept ? null : json.path("rules"),
                DefinitionJson.instant(json, "created_at"),
                DefinitionJson.instant(json, "updated_at"));
    }
}
