package io.millrace.flink.audience.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
import java.nio.charset.StandardCharsets;
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

    /**
     * @param propertiesText as they stand in the event
     * @param ofContext the traits in its context
     */
    private record Body(JsonNode properties, Part propertiesText, JsonNode traits, JsonNode ofContext) {
        static final Body EMPTY = new Body(NOTHING, Part.NOTHING, NOTHING, NOTHING);
    }

    /** Bytes of the body. */
    private record Part(int from, int to) {
        static final Part NOTHING = new Part(0, 0);
    }

    private final EventRecord record;
    private final Arrival arrival;
    private final long timestamp;
    private @Nullable Body body;

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
        return body().properties();
    }

    @Override
    public String propertiesText() {
        Part text = body().propertiesText();
        return properties().isEmpty()
                ? "{}"
                : new String(record.body(), text.from(), text.to() - text.from(), StandardCharsets.UTF_8);
    }

    @Override
    public JsonNode traits() {
        Body known = body();
        if (known.ofContext().isEmpty()) {
            return known.traits();
        }
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        known.ofContext().fields().forEachRemaining(field -> both.set(field.getKey(), field.getValue()));
        known.traits().fields().forEachRemaining(field -> both.set(field.getKey(), field.getValue()));
        return both;
    }

    private Body body() {
        Body known = body;
        if (known == null) {
            known = read(record.body());
            body = known;
        }
        return known;
    }

    /** A body that is no object is stored by nobody either. Only what the engine asks for is made a tree. */
    private static Body read(byte[] text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Body.EMPTY;
            }
            JsonNode properties = NOTHING;
            Part propertiesText = Part.NOTHING;
            JsonNode traits = NOTHING;
            JsonNode ofContext = NOTHING;
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "properties" -> {
                        int from = (int) json.currentTokenLocation().getByteOffset();
                        properties = object(json);
                        propertiesText =
                                new Part(from, (int) json.currentLocation().getByteOffset());
                    }
                    case "traits" -> traits = object(json);
                    case "context" -> ofContext = traitsOf(json);
                    default -> json.skipChildren();
                }
            }
            return new Body(properties, propertiesText, traits, ofContext);
        } catch (IOException e) {
            return Body.EMPTY;
        }
    }

    private static JsonNode traitsOf(JsonParser context) throws IOException {
        JsonNode traits = NOTHING;
        if (!context.isExpectedStartObjectToken()) {
            context.skipChildren();
            return traits;
        }
        for (String field = context.nextFieldName(); field != null; field = context.nextFieldName()) {
            context.nextToken();
            if (field.equals("traits")) {
                traits = object(context);
            } else {
                context.skipChildren();
            }
        }
        return traits;
    }

    /** What the parser stands at, if it is an object; it is left behind either way. */
    private static JsonNode object(JsonParser json) throws IOException {
        if (json.isExpectedStartObjectToken()) {
            return JSON.readTree(json);
        }
        json.skipChildren();
        return NOTHING;
    }
}
