package io.millrace.ingest.event;

import io.millrace.core.event.EventType;
import io.millrace.ingest.json.JsonDocument;
import io.millrace.ingest.json.UnreadableJsonException;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads events as the door does, at a fixed instant. */
final class Reading {

    static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    static final Sender SERVER = new Sender("ws_1", "key_1", "", 0, false, "203.0.113.7", "agent/1");
    static final Sender BROWSER = new Sender("ws_1", "key_1", "", 0, true, "203.0.113.7", "agent/1");
    private static final UUID REQUEST = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private Reading() {}

    static ReadEvents single(EventType type, String json, Sender sender) {
        return rules(type).read(Payload.single(document(json)), sender);
    }

    static ReadEvents batch(String json, Sender sender) {
        return rules(null).read(Payload.batch(document(json)), sender);
    }

    static EventRecord track(String json) {
        return single(EventType.TRACK, json, SERVER).storable().get(0);
    }

    static EventRecord identify(String json) {
        return single(EventType.IDENTIFY, json, SERVER).storable().get(0);
    }

    static RejectedRecord rejectedTrack(String json) {
        return single(EventType.TRACK, json, SERVER).rejected().get(0);
    }

    static String body(EventRecord record) {
        return new String(record.body(), StandardCharsets.UTF_8);
    }

    private static EventRules rules(@Nullable EventType type) {
        return new EventRules(type, 32_768, NOW.toEpochMilli(), REQUEST);
    }

    private static JsonDocument document(String json) {
        try {
            return JsonDocument.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableJsonException e) {
            throw new AssertionError("the test's JSON is malformed: " + json, e);
        }
    }
}
