package io.millrace.ingest.event;

import io.millrace.core.event.RejectReason;
import io.millrace.ingest.json.JsonDocument;
import io.millrace.ingest.json.JsonField;
import io.millrace.ingest.json.JsonFields;
import io.millrace.ingest.json.JsonItems;
import io.millrace.ingest.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of a body as they came, not yet judged, and what stands beside them. */
public final class Payload {

    /** More events than this in one body are too many, however small. */
    public static final int EVENTS_MAX = 100_000;

    /** What a record may need besides its event: ids made up, workspace, key, names of fields. */
    private static final int RECORD_OVERHEAD_BYTES = 256;

    final JsonDocument document;
    final List<JsonValue> events;
    final Shared shared;
    private final @Nullable JsonValue writeKey;

    private Payload(JsonDocument document, List<JsonValue> events, Shared shared, @Nullable JsonValue writeKey) {
        this.document = document;
        this.events = events;
        this.shared = shared;
        this.writeKey = writeKey;
    }

    /** The body is one event. */
    public static Payload single(JsonDocument document) {
        JsonValue event = document.root();
        JsonValue writeKey = event.isObject() ? JsonField.find(event, "writeKey") : null;
        return new Payload(document, List.of(event), Shared.NOTHING, writeKey);
    }

    /** The body is {@code {batch, sentAt, context, integrations, writeKey}}; else it counts as one unusable event. */
    public static Payload batch(JsonDocument document) {
        JsonValue root = document.root();
        if (!root.isObject()) {
            return whole(document, null, new Violation(RejectReason.NOT_AN_OBJECT, "a batch must be a JSON object"));
        }
        JsonValue batch = null;
        JsonValue context = null;
        JsonValue integrations = null;
        JsonValue sentAt = null;
        JsonValue sentAtSnake = null;
        JsonValue writeKey = null;
        JsonFields fields = new JsonFields(root);
        while (fields.next()) {
            switch (fields.name()) {
                case "batch" -> batch = fields.value();
                case "context" -> context = present(fields.value());
                case "integrations" -> integrations = present(fields.value());
                case "sentAt" -> sentAt = present(fields.value());
                case "sent_at" -> sentAtSnake = present(fields.value());
                case "writeKey" -> writeKey = fields.value();
                default -> {}
            }
        }
        if (batch == null || !batch.isArray()) {
            return whole(document, writeKey, new Violation(RejectReason.INVALID_FIELD, "batch must be an array"));
        }
        Shared shared = Shared.of(document, context, integrations, sentAt == null ? sentAtSnake : sentAt);
        return new Payload(document, events(batch), shared, writeKey);
    }

    private static Payload whole(JsonDocument document, @Nullable JsonValue writeKey, Violation violation) {
        Shared shared = new Shared(Shared.NOTHING.context(), Shared.NOTHING.integrations(), null, 0, false, violation);
        return new Payload(document, List.of(document.root()), shared, writeKey);
    }

    private static List<JsonValue> events(JsonValue batch) {
        List<JsonValue> events = new ArrayList<>();
        JsonItems items = new JsonItems(batch);
        while (items.next() && events.size() <= EVENTS_MAX) {
            events.add(items.value());
        }
        return events;
    }

    private static @Nullable JsonValue present(JsonValue value) {
        return value.isNull() || value.isEmptyString() || value.isEmptyArray() ? null : value;
    }

    /** The write key in the body, which several SDKs send nowhere else. */
    public Optional<String> writeKey() {
        return Optional.ofNullable(writeKey)
                .filter(key -> key.isString() && !key.isEmptyString())
                .map(JsonValue::text);
    }

    /** Overwrites the write key in the body, so that no rejected event carries it on. */
    public void redactWriteKey() {
        if (writeKey != null && writeKey.isString()) {
            writeKey.redact();
        }
    }

    public int count() {
        return events.size();
    }

    /** An upper bound of the bytes of all records made of it; a batch's context counts once for each event. */
    public long recordBytesMax(Sender sender) {
        long own = document.root().length();
        return own + (long) events.size() * (shared.bytes() + sender.filledBytesMax() + RECORD_OVERHEAD_BYTES);
    }
}
