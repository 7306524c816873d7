package io.millrace.ingest.event;

import io.millrace.core.event.RejectReason;
import io.millrace.ingest.json.JsonDocument;
import io.millrace.ingest.json.JsonField;
import io.millrace.ingest.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch says for all of its events: fields of context and integrations that an event lacks, and the send time.
 *
 * @param bytes how much it can add to each event
 * @param nulled whether a NaN stood in what is added
 * @param violation what makes all events unusable, null if nothing does
 */
record Shared(
        Map<String, JsonField> context,
        Map<String, JsonField> integrations,
        @Nullable JsonValue sentAt,
        int bytes,
        boolean nulled,
        @Nullable Violation violation) {

    static final Shared NOTHING = new Shared(Map.of(), Map.of(), null, 0, false, null);

    static Shared of(
            JsonDocument document,
            @Nullable JsonValue context,
            @Nullable JsonValue integrations,
            @Nullable JsonValue sentAt) {
        Violation violation = violation(document, "context", context);
        if (violation == null) {
            violation = violation(document, "integrations", integrations);
        }
        if (violation != null) {
            return new Shared(Map.of(), Map.of(), sentAt, 0, false, violation);
        }
        return new Shared(
                fields(context),
                fields(integrations),
                sentAt,
                length(context) + length(integrations),
                nulled(document, context) || nulled(document, integrations),
                null);
    }

    private static @Nullable Violation violation(JsonDocument document, String name, @Nullable JsonValue value) {
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            return new Violation(RejectReason.INVALID_FIELD, "the batch's " + name + " must be an object");
        }
        return document.blemishWithin(value)
                .map(text -> new Violation(RejectReason.INVALID_FIELD, "the batch's " + name + ": " + text))
                .orElse(null);
    }

    private static Map<String, JsonField> fields(@Nullable JsonValue object) {
        return object == null ? Map.of() : JsonField.of(object);
    }

    private static int length(@Nullable JsonValue value) {
        return value == null ? 0 : value.length();
    }

    private static boolean nulled(JsonDocument document, @Nullable JsonValue value) {
        return value != null && document.nulledWithin(value);
    }
}
