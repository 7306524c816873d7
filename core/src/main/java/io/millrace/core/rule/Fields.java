package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object by name. What does not fit becomes a fault and reads as null; what nobody asked for
 * is reported by {@link #finish}. A field that is null counts as not there.
 */
final class Fields {

    private final JsonNode object;
    private final String pointer;
    private final Reading reading;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(JsonNode object, String pointer, Reading reading) {
        this.object = object;
        this.pointer = pointer;
        this.reading = reading;
    }

    Reading reading() {
        return reading;
    }

    /** Where the object itself stands. */
    String pointer() {
        return pointer;
    }

    String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    @Nullable
    JsonNode optional(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    JsonNode required(String name, String expected) {
        JsonNode value = optional(name);
        if (value == null) {
            reading.required(at(name), expected);
        }
        return value;
    }

    /** A text that is not empty. */
    @Nullable
    String text(String name, String expected) {
        JsonNode value = required(name, expected);
        return value == null ? null : Literals.text(value, at(name), expected, reading);
    }

    /** A list; null if it is not there or is something else. */
    @Nullable
    JsonNode list(String name, String expected) {
        JsonNode value = required(name, expected);
        if (value != null && !value.isArray()) {
            reading.wrongType(at(name), value, expected);
            return null;
        }
        return value;
    }

    /** Names every field that nobody asked for. */
    void finish() {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                reading.fault(at(name), "unknown_field", object.get(name), "only " + String.join(", ", known));
            }
        }
    }
}
