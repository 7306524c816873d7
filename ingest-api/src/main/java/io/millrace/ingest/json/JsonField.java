package io.millrace.ingest.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A field of an object: where its quoted name begins, and its value. */
public record JsonField(int nameStart, JsonValue value) {

    /** Writes {@code "name":value} as the client wrote it. */
    public void writeTo(ByteText text) {
        text.raw(value.bytes(), nameStart, value.end());
    }

    /** The value of one field alone, without a map of the others, of which a hostile object has very many. */
    public static @Nullable JsonValue find(JsonValue object, String name) {
        JsonValue found = null;
        JsonFields cursor = new JsonFields(object);
        while (cursor.next()) {
            if (cursor.name().equals(name)) {
                found = cursor.value();
            }
        }
        return found;
    }

    /** The fields of an object by decoded name, in order; of two with one name the last counts. */
    public static Map<String, JsonField> of(JsonValue object) {
        Map<String, JsonField> fields = new LinkedHashMap<>();
        JsonFields cursor = new JsonFields(object);
        while (cursor.next()) {
            fields.put(cursor.name(), cursor.field());
        }
        return fields;
    }
}
