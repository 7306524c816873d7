package io.millrace.ingest.json;

import java.util.LinkedHashMap;
import java.util.Map;

/** A field of an object: where its quoted name begins, and its value. */
public record JsonField(int nameStart, JsonValue value) {

    /** Writes {@code "name":value} as the client wrote it. */
    public void writeTo(ByteText text) {
        text.raw(value.bytes(), nameStart, value.end());
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
