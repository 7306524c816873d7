package io.millrace.flink.audience.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.audience.EventView;
import io.millrace.core.event.EventTime;
import io.millrace.core.event.EventType;
import io.millrace.streams.record.EventRecord;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An event of the topic as the engine looks at it; its body is parsed when somebody asks for what stands in it. */
final class RoutedEvent implements EventView {

    /** As generous as the store is: whatever was accepted can be read. Numbers keep their digits. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(5_000)
                            .maxNumberLength(1_000_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final EventRecord record;
    private final Arrival arrival;
    private final long timestamp;
    private @Nullable JsonNode body;

    RoutedEvent(EventRecord record, EventTime time, Arrival arrival) {
        this.record = record;
        this.arrival = arrival;
        this.timestamp = time.millis();
    }

    @Override
    public EventType type() {
        return record.type();
    }

    @Override
    public String name() {
        String event = record.event();
        return record.type() == EventType.TRACK && event != null ? event : "";
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public Arrival arrival() {
        return arrival;
    }

    @Override
    public String messageId() {
        return record.messageId();
    }

    @Override
    public @Nullable String userId() {
        return record.userId();
    }

    @Override
    public @Nullable String anonymousId() {
        return record.anonymousId();
    }

    @Override
    public JsonNode properties() {
        return objectAt(body(), "properties");
    }

    @Override
    public JsonNode traits() {
        JsonNode own = objectAt(body(), "traits");
        JsonNode ofContext = objectAt(objectAt(body(), "context"), "traits");
        if (ofContext.isEmpty()) {
            return own;
        }
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        ofContext.fields().forEachRemaining(field -> both.set(field.getKey(), field.getValue()));
        own.fields().forEachRemaining(field -> both.set(field.getKey(), field.getValue()));
        return both;
    }

    private static JsonNode objectAt(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && value.isObject() ? value : NOTHING;
    }

    private JsonNode body() {
        JsonNode known = body;
        if (known == null) {
            known = read(record.body());
            body = known;
        }
        return known;
    }

    /** A body that is no object is stored by nobody either. */
    private static JsonNode read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json != null && json.isObject() ? json : NOTHING;
        } catch (IOException e) {
            return NOTHING;
        }
    }
}
