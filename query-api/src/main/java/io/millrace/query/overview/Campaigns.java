package io.millrace.query.overview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A workspace's campaigns, as far as dashboards name and count them. Thread-safe; lookups are in memory. */
final class Campaigns {

    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);

    private final Definitions definitions;

    Campaigns(Definitions definitions) {
        this.definitions = definitions;
    }

    /** @param active whether contacts may enter it now */
    record Named(String id, String name, boolean active) {}

    List<Named> all(String workspace) {
        return definitions.all(Definition.Kind.CAMPAIGN).stream()
                .filter(definition -> definition.key().workspace().equals(workspace))
                .flatMap(definition -> read(definition).stream())
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
                        .flatMap(Campaigns::read);
    }

    private static Optional<Named> read(Definition definition) {
        try {
            JsonNode body = Json.MAPPER.readTree(definition.body());
            String id = definition.key().id();
            return Optional.of(new Named(
                    id,
                    body.path("name").asText(id),
                    body.path("status").asText("").equalsIgnoreCase("active")));
        } catch (JsonProcessingException e) {
            LOG.error("{} version {} is damaged: {}", definition.key(), definition.version(), e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
