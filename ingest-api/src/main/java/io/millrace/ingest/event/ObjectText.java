package io.millrace.ingest.event;

import io.millrace.ingest.json.ByteText;
import io.millrace.ingest.json.JsonField;
import java.util.LinkedHashMap;
import java.util.Map;

/** Merges objects field by field, one level deep, as Segment does with a batch's context: the own field wins whole. */
final class ObjectText {

    private ObjectText() {}

    static Map<String, JsonField> merge(Map<String, JsonField> own, Map<String, JsonField> shared) {
        if (shared.isEmpty()) {
            return own;
        }
        Map<String, JsonField> merged = new LinkedHashMap<>(own);
        shared.forEach(merged::putIfAbsent);
        return merged;
    }

    static void write(ByteText text, Map<String, JsonField> fields) {
        String separator = "{";
        for (JsonField field : fields.values()) {
            text.ascii(separator);
            field.writeTo(text);
            separator = ",";
        }
        text.ascii(fields.isEmpty() ? "{}" : "}");
    }
}
