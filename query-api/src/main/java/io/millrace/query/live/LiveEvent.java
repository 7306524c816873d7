package io.millrace.query.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.event.EventFlag;
import io.millrace.core.event.EventTime;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Json;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.EventText;
import io.millrace.streams.record.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that has arrived, as far as people watch it.
 *
 * @param name by which queries know it; empty for identify, group and alias, and where it cannot be read
 * @param timestamp epoch milliseconds; null where it cannot be read
 * @param payload the event as it is stored, or as it came if it was rejected
 */
record LiveEvent(
        String workspace,
        Place place,
        String type,
        String name,
        @Nullable String messageId,
        @Nullable String userId,
        @Nullable String anonymousId,
        @Nullable Long timestamp,
        long receivedAt,
        JsonNode payload) {

    /** Where an event stands: a record of a topic. */
    record Place(String topic, int partition, long offset) {}

    static LiveEvent of(EventRecord record, Place place, long receivedAt) {
        EventTime time = EventTime.of(record.timestampMillis(), record.sentAtMillis(), receivedAt);
        Set<EventFlag> flags = EventFlag.of(record.flags());
        if (time.future()) {
            flags.add(EventFlag.FUTURE_TIMESTAMP);
        }
        JsonNode payload = EventText.composes(record.body())
                ? json(EventText.compose(record, time.millis(), receivedAt, flags))
                : JsonNodeFactory.instance.nullNode();
        return new LiveEvent(
                record.workspace(),
                place,
                record.type().text(),
                record.eventName(),
                record.messageId(),
                record.userId(),
                record.anonymousId(),
                time.millis(),
                receivedAt,
                payload);
    }

    /** What ingest has rejected is read as far as it can be, so that it is found by its name and its ids. */
    static LiveEvent of(RejectedRecord record, Place place, long receivedAt) {
        JsonNode payload = json(record.payload());
        String type = text(payload, "type", "type").orElse("");
        String name = type.equals("page") || type.equals("screen")
                ? type
                : text(payload, "event", "event").orElse("");
        return new LiveEvent(
                record.workspace(),
                place,
                type,
                name,
                record.messageId(),
                text(payload, "userId", "user_id").orElse(null),
                text(payload, "anonymousId", "anonymous_id").orElse(null),
                null,
                receivedAt,
                payload);
    }

    /**
     * @param outcome accepted, duplicate, rejected or pending
     * @param reason of a rejected event, else empty
     */
    ObjectNode json(String outcome, String reason, String detail) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("outcome", outcome);
        json.put("reason", reason.isEmpty() ? null : reason);
        json.put("detail", detail.isEmpty() ? null : detail);
        json.put("type", type.isEmpty() ? null : type);
        json.put("event", name.isEmpty() ? null : name);
        json.put("message_id", messageId);
        json.put("user_id", userId);
        json.put("anonymous_id", anonymousId);
        json.put("timestamp", timestamp == null ? null : Timestamps.format(timestamp));
        json.put("received_at", Timestamps.format(receivedAt));
        json.put("topic", place.topic());
        json.put("partition", place.partition());
        json.put("offset", place.offset());
        json.set("payload", payload);
        return json;
    }

    /** JSON where it is any; else its text. */
    private static JsonNode json(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            JsonNode node = Json.MAPPER.readTree(text);
            return node.isMissingNode() ? TextNode.valueOf(text) : node;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static Optional<String> text(JsonNode payload, String name, String otherName) {
        JsonNode value = payload.has(name) ? payload.path(name) : payload.path(otherName);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
