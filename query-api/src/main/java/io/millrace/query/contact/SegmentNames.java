package io.millrace.query.contact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import java.util.Optional;

/** What segments are called, as their definitions say. Thread-safe. */
final class SegmentNames {

    private final Definitions definitions;

    SegmentNames(Definitions definitions) {
        this.definitions = definitions;
    }

    /** A segment's definition; empty if there is none with this id. */
    Optional<JsonNode> of(String workspace, String segment) {
        if (segment.isEmpty() || segment.indexOf('/') >= 0) {
            return Optional.empty();
        }
        return definitions
                .get(new Definition.Key(Definition.Kind.SEGMENT, workspace, segment))
                .map(definition -> parsed(definition.body()));
    }

    private static JsonNode parsed(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            // Whoever wrote it is told elsewhere; here it has no name.
            return Json.MAPPER.createObjectNode();
        }
    }
}
