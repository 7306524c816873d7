package io.millrace.query.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A workspace's campaigns, as far as dashboards name and count them. Thread-safe; lookups are in memory. */
final class Campaigns {

    private final Definitions definitions;

    Campaigns(Definitions definitions) {
        this.definitions = definitions;
    }

    /** @param active whether contacts may enter it now */
    record Named(String id, String name, boolean active) {}

    List<Named> all(String workspace) {
        return definitions.all(Definition.Kind.CAMPAIGN).stream()
                .filter(definition -> definition.key().workspace().equals(workspace))
                .map(Campaigns::read)
                .toList();
    }

    long active(String workspace) {
        return all(workspace).stream().filter(Named::active).count();
    }

    Optional<Named> get(String workspace, String id) {
        // A slash can be in no id, and is refused by keys.
        return id.isEmpty() || id.indexOf('/') >= 0
                ? Optional.empty()
                : definitions
                        .get(new Definition.Key(Definition.Kind.CAMPAIGN, workspace, id))
                        .map(Campaigns::read);
    }

    private static Named read(Definition definition) {
        JsonNode body = Json.parse(definition.body().getBytes(StandardCharsets.UTF_8));
        String id = definition.key().id();
        return new Named(
                id, body.path("name").asText(id), body.path("status").asText("").equalsIgnoreCase("active"));
    }
}
