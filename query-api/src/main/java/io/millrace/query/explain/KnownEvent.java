package io.millrace.query.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.EventView;
import io.millrace.core.event.EventType;
import io.millrace.query.request.Json;
import org.jspecify.annotations.Nullable;

/** An event as the engine is shown it; JSON that is no object is shown as an empty one. */
record KnownEvent(
        EventType type,
        String name,
        long timestamp,
        Arrival arrival,
        String messageId,
        @Nullable String userId,
        @Nullable String anonymousId,
        JsonNode properties,
        JsonNode traits)
        implements EventView {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    /** @param row of {@link io.millrace.query.contact.ContactHistory#events} */
    static KnownEvent stored(JsonNode row) {
        EventType type = EventType.fromText(row.path("type").asText()).orElse(EventType.TRACK);
        return new KnownEvent(
                type,
                type == EventType.TRACK ? row.path("event").asText() : "",
                row.path("at_ms").asLong(),
                Arrival.of(
                        row.path("received_ms").asLong(),
                        row.path("partition").asInt(),
                        row.path("offset").asLong()),
                row.path("message_id").asText(),
                emptyToNull(row.path("user_id").asText()),
                emptyToNull(row.path("anonymous_id").asText()),
                properties(row.path("text").asText()),
                NOTHING);
    }

    /** A write of one trait, as the identify call that makes it. */
    static KnownEvent trait(String key, JsonNode value, long timestamp, Arrival arrival, String userId) {
        JsonNode traits = JsonNodeFactory.instance.objectNode().set(key, value);
        return new KnownEvent(EventType.IDENTIFY, "", timestamp, arrival, "", userId, null, NOTHING, traits);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static JsonNode properties(String text) {
        try {
            JsonNode properties = Json.MAPPER.readTree(text).path("properties");
            return properties.isObject() ? properties : NOTHING;
        } catch (JsonProcessingException e) {
            return NOTHING;
        }
    }
}
