package io.millrace.query.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import java.util.List;

/** What happened to a message as it is answered, in order. Pure. */
final class MessageTimeline {

    private static final List<String> TEXTS = List.of("reason", "detail", "url", "class");

    private MessageTimeline() {}

    static ArrayNode json(List<JsonNode> rows) {
        ArrayNode timeline = JsonNodeFactory.instance.arrayNode();
        for (JsonNode row : rows) {
            ObjectNode json = timeline.addObject();
            json.put("event", row.path("event").asText());
            json.put("at", Timestamps.format(row.path("at_ms").asLong()));
            for (String name : TEXTS) {
                String text = row.path(name).asText();
                if (!text.isEmpty()) {
                    json.put(name, text);
                }
            }
        }
        return timeline;
    }
}
