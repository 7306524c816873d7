package io.millrace.query.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.EventView;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import org.jspecify.annotations.Nullable;

/**
 * An event as a row of ClickHouse tells it. Its text is read when a condition asks for properties, and only once. Used by
 * one thread.
 */
final class StoredEvent implements EventView {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final EventType type;
    private final String name;
    private final long timestamp;
    private final Arrival arrival;
    private final String userId;
    private final String anonymousId;
    private final String text;
    private @Nullable JsonNode body;

    /**
     * @param name as the table has it: {@code page} for a page call too
     * @param text empty if no condition reads properties
     */
    StoredEvent(
            EventType type,
            String name,
            long timestamp,
            Arrival arrival,
            String userId,
            String anonymousId,
            String text) {
        this.type = type;
        this.name = type == EventType.TRACK ? name : "";
        this.timestamp = timestamp;
        this.arrival = arrival;
        this.userId = userId;
        this.anonymousId = anonymousId;
        this.text = text;
    }

    Person person() {
        return Person.of(userId(), anonymousId());
    }

    @Override
    public EventType type() {
        return type;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public Arrival arrival() {
        return arrival;
    }

    /** Of no use to a condition, and not read. */
    @Override
    public String messageId() {
        return "";
    }

    @Override
    public @Nullable String userId() {
        return userId.isEmpty() ? null : userId;
    }

    @Override
    public @Nullable String anonymousId() {
        return anonymousId.isEmpty() ? null : anonymousId;
    }

    @Override
    public JsonNode properties() {
        return object("properties");
    }

    @Override
    public JsonNode traits() {
        return object("traits");
    }

    private JsonNode object(String field) {
        if (body == null) {
            body = text.isEmpty() ? NOTHING : parse(text);
        }
        JsonNode value = body.path(field);
        return value instanceof ObjectNode ? value : NOTHING;
    }

    private static JsonNode parse(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored event's text is no JSON: " + text, e);
        }
    }
}
