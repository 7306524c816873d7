package io.millrace.ingest.event;

import io.millrace.ingest.json.ByteText;
import io.millrace.ingest.json.JsonField;
import io.millrace.ingest.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one event, taken out one by one; those nobody takes are unknown and stay as they are. */
final class EventFields {

    private final Map<String, JsonField> fields;

    EventFields(JsonValue event) {
        this.fields = JsonField.of(event);
    }

    /** The field's value; null if it is missing, {@code null} or the empty string. */
    @Nullable
    JsonValue take(String name) {
        JsonField field = fields.remove(name);
        if (field == null || field.value().isNull() || field.value().isEmptyString()) {
            return null;
        }
        return field.value();
    }

    /** The field under its own name, else under the one in snake_case. */
    @Nullable
    JsonValue take(String name, String snakeName) {
        JsonValue value = take(name);
        JsonValue snakeValue = take(snakeName);
        return value == null ? snakeValue : value;
    }

    @Nullable
    JsonValue peek(String name) {
        JsonField field = fields.get(name);
        return field == null ? null : field.value();
    }

    void writeRest(ByteText text) {
        for (JsonField field : fields.values()) {
            text.ascii(",");
            field.writeTo(text);
        }
    }
}
