package io.millrace.core.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.EventView;
import io.millrace.core.event.EventType;
import org.jspecify.annotations.Nullable;

/** A row as the engine looks at it. Its text is read when properties are asked for, and only once. Used by one thread. */
final class StoredEvent implements EventView {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final HistoryRow row;
    private final EventType type;
    private final JsonNode traits;
    private @Nullable JsonNode properties;

    private StoredEvent(HistoryRow row, EventType type, JsonNode traits) {
        this.row = row;
        this.type = type;
        this.traits = traits;
    }

    static StoredEvent of(HistoryRow row) {
        EventType type = EventType.fromText(row.type())
                .orElseThrow(() -> new IllegalArgumentException("a stored event has the type " + row.type()));
        return new StoredEvent(row, type, NOTHING);
    }

    /** A write of one trait, as the identify call that makes it. */
    static StoredEvent trait(HistoryRow row, JsonNode value) {
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        traits.set(row.name(), value);
        StoredEvent event = new StoredEvent(row, EventType.IDENTIFY, traits);
        event.properties = NOTHING;
        return event;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a stored text is no JSON: " + text, e);
        }
    }

    @Override
    public EventType type() {
        return type;
    }

    @Override
    public String name() {
        return type == EventType.TRACK ? row.name() : "";
    }

    @Override
    public long timestamp() {
        return row.timestamp();
    }

    @Override
    public Arrival arrival() {
        return row.arrival();
    }

    @Override
    public String messageId() {
        return row.messageId();
    }

    @Override
    public @Nullable String userId() {
        return row.userId().isEmpty() ? null : row.userId();
    }

    @Override
    public @Nullable String anonymousId() {
        return row.anonymousId().isEmpty() ? null : row.anonymousId();
    }

    @Override
    public JsonNode properties() {
        if (properties == null) {
            JsonNode found = row.text().isEmpty() ? NOTHING : json(row.text()).path("properties");
            properties = found instanceof ObjectNode ? found : NOTHING;
        }
        return properties;
    }

    @Override
    public JsonNode traits() {
        return traits;
    }
}
