package io.millrace.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An analytics query that somebody keeps under a name: the body of a definition of kind {@code SAVED_QUERY}, under its id.
 *
 * @param query as it would be asked, with its type; an object
 */
public record SavedQuery(
        String id, String name, String description, JsonNode query, Instant createdAt, Instant updatedAt) {

    public static final int NAME_LENGTH_MAX = 200;
    public static final int DESCRIPTION_LENGTH_MAX = 2_000;

    public SavedQuery {
        if (id.isEmpty() || name.isBlank()) {
            throw new IllegalArgumentException("a saved query needs an id and a name");
        }
        if (!query.isObject()) {
            throw new IllegalArgumentException("a saved query is an object");
        }
    }

    /** The definition's body as JSON text. */
    public String write() {
        ObjectNode json =
                DefinitionJson.object().put("id", id).put("name", name).put("description", description);
        json.set("query", query);
        json.put("created_at", createdAt.toString()).put("updated_at", updatedAt.toString());
        return DefinitionJson.write(json);
    }

    /**
     * Reads a body; unknown fields are left for newer versions.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static SavedQuery read(String body) {
        JsonNode json = DefinitionJson.read(body);
        return new SavedQuery(
                DefinitionJson.text(json, "id"),
                DefinitionJson.text(json, "name"),
                json.path("description").asText(""),
                json.path("query"),
                DefinitionJson.instant(json, "created_at"),
                DefinitionJson.instant(json, "updated_at"));
    }
}
