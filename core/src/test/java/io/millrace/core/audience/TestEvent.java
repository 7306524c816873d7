package io.millrace.core.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.core.event.EventType;
import org.jspecify.annotations.Nullable;

/** An event made by hand. */
record TestEvent(
        EventType type,
        String name,
        long timestamp,
        Arrival arrival,
        String messageId,
        JsonNode properties,
        JsonNode traits)
        implements EventView {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static TestEvent track(String name, long timestamp, Arrival arrival, String properties) {
        return new TestEvent(
                EventType.TRACK,
                name,
                timestamp,
                arrival,
                name + "@" + timestamp + "#" + arrival.sequence(),
                json(properties),
                json("{}"));
    }

    static TestEvent identify(String traits, long timestamp, Arrival arrival) {
        return new TestEvent(
                EventType.IDENTIFY,
                "",
                timestamp,
                arrival,
                "identify@" + timestamp + "#" + arrival.sequence(),
                json("{}"),
                json(traits));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public @Nullable String userId() {
        return "ann";
    }

    @Override
    public @Nullable String anonymousId() {
        return null;
    }
}
