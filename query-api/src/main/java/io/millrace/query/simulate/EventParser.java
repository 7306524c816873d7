package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.Arrival;
import io.millrace.core.event.EventTime;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Timestamps;
import io.millrace.core.simulate.ScenarioEvent;
import io.millrace.query.request.Faults;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event as the tracking spec writes it, with the same rules as ingest, but what would be rejected there is a
 * fault here. Names in camelCase win over those in snake_case; unknown fields are the client's own and pass.
 */
final class EventParser {

    private static final int MESSAGE_ID_LENGTH_MAX = 100;
    private static final String TIME = "ISO-8601, epoch seconds or epoch milliseconds";
    private static final String TYPES = "one of track, identify, page, screen, group, alias";

    private final JsonNode event;
    private final int index;
    private final String pointer;
    private final Faults faults;

    private EventParser(JsonNode event, int index, String pointer, Faults faults) {
        this.event = event;
        this.index = index;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** The event; empty, with faults, if something is wrong with it. */
    static Optional<ScenarioEvent> parse(JsonNode event, int index, String pointer, Faults faults) {
        if (!event.isObject()) {
            faults.wrongType(pointer, event, "an object");
            return Optional.empty();
        }
        int before = faults.count();
        ScenarioEvent read = new EventParser(event, index, pointer, faults).read();
        return faults.count() == before ? Optional.ofNullable(read) : Optional.empty();
    }

    private @Nullable ScenarioEvent read() {
        EventType type = type();
        String name = type == EventType.TRACK ? name() : "";
        String userId = text("userId", "user_id");
        String anonymousId = text("anonymousId", "anonymous_id");
        String previousId = type == EventType.ALIAS ? text("previousId", "previous_id") : null;
        String messageId = text("messageId", "message_id");
        Times times = times();
        JsonNode properties = object("properties");
        JsonNode traits = type == EventType.IDENTIFY ? traits() : JsonNodeFactory.instance.objectNode();
        if (messageId != null && messageId.codePointCount(0, messageId.length()) > MESSAGE_ID_LENGTH_MAX) {
            String expected = "up to " + MESSAGE_ID_LENGTH_MAX + " characters";
            faults.add(
                    at("messageId"),
                    "out_of_range",
                    value("messageId", "message_id"),
                    expected,
                    "expected " + expected);
        }
        if (userId == null && anonymousId == null) {
            faults.required(at("userId"), "a userId or an anonymousId is needed", "a userId or an anonymousId");
            return null;
        }
        if (type == null || times == null || name == null) {
            return null;
        }
        return new ScenarioEvent(
                type,
                name,
                times.happened,
                new Arrival(times.arrived, index),
                messageId,
                userId,
                anonymousId,
                previousId,
                properties,
                traits);
    }

    private @Nullable EventType type() {
        JsonNode said = value("type");
        if (said == null) {
            faults.required(at("type"), "a type is needed", TYPES);
            return null;
        }
        if (!said.isTextual()) {
            faults.wrongType(at("type"), said, TYPES);
            return null;
        }
        Optional<EventType> type = EventType.fromText(said.textValue());
        if (type.isEmpty()) {
            faults.invalid(at("type"), said, TYPES);
        }
        return type.orElse(null);
    }

    private @Nullable String name() {
        JsonNode said = value("event");
        if (said == null) {
            faults.required(at("event"), "a track call needs an event", "the event's name");
            return null;
        }
        if (!said.isTextual()) {
            faults.wrongType(at("event"), said, "the event's name");
            return null;
        }
        return said.textValue();
    }

    private record Times(long happened, long arrived) {}

    /** When it arrived and happened; the arrival is that which is said, else the send time, else the event's own. */
    private @Nullable Times times() {
        String ownName = value("timestamp") != null ? "timestamp" : "originalTimestamp";
        int before = faults.count();
        Long own = millis(ownName, "original_timestamp");
        Long sent = millis("sentAt", "sent_at");
        Long received = millis("receivedAt", "received_at");
        if (faults.count() > before) {
            return null;
        }
        Long arrived = received != null ? received : sent != null ? sent : own;
        if (arrived == null) {
            faults.required(at("timestamp"), "a timestamp, sentAt or receivedAt is needed", TIME);
            return null;
        }
        long happened = EventTime.of(own, sent, arrived).millis();
        if (happened < 0) {
            faults.add(
                    at(ownName),
                    "out_of_range",
                    value(ownName),
                    "a time from 1970 on",
                    "the event lies before 1970, at " + Timestamps.format(happened));
            return null;
        }
        return new Times(happened, arrived);
    }

    private @Nullable Long millis(String name, String snakeName) {
        JsonNode value = value(name, snakeName);
        if (value == null) {
            return null;
        }
        OptionalLong millis = OptionalLong.empty();
        if (value.isTextual()) {
            millis = Timestamps.parse(value.textValue());
        } else if (value.isNumber()) {
            millis = Timestamps.parseNumber(value.asText());
        }
        if (millis.isEmpty()) {
            faults.invalid(at(name), value, TIME);
            return null;
        }
        return millis.getAsLong();
    }

    private @Nullable String text(String name, String snakeName) {
        JsonNode value = value(name, snakeName);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() && !value.isNumber()) {
            faults.wrongType(at(name), value, "a text");
            return null;
        }
        return value.asText();
    }

    /** The traits of the context overlaid by the call's own. */
    private ObjectNode traits() {
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        JsonNode inherited = object("context").get("traits");
        if (inherited instanceof ObjectNode object) {
            traits.setAll(object);
        }
        traits.setAll(object("traits"));
        return traits;
    }

    /** Empty if absent; an empty list is an empty object of PHP, which knows no difference. */
    private ObjectNode object(String name) {
        JsonNode value = value(name);
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (value != null && !(value.isArray() && value.isEmpty())) {
            faults.wrongType(at(name), value, "an object");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private @Nullable JsonNode value(String name, String snakeName) {
        JsonNode value = value(name);
        return value == null ? value(snakeName) : value;
    }

    /** Null and the empty text are absent. */
    private @Nullable JsonNode value(String name) {
        JsonNode value = event.get(name);
        return value == null
                        || value.isNull()
                        || (value.isTextual() && value.textValue().isEmpty())
                ? null
                : value;
    }

    private String at(String name) {
        return pointer + "/" + (event.has(name) ? name : snake(name));
    }

    /** The name that stands there, for pointers that lead somewhere. */
    private String snake(String name) {
        String snake = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return event.has(snake) ? snake : name;
    }
}
