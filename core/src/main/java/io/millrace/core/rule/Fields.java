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
public final class Fields {

    private final JsonNode object;
    private final String pointer;
    private final Reading reading;
    private final Set<String> known = new LinkedHashSet<>();

    public Fields(JsonNode object, String pointer, Reading reading) {
        this.object = object;
        this.pointer = pointer;
        this.reading = reading;
    }

    public Reading reading() {
        return reading;
    }

    /** Where the object itself stands. */
    public String pointer() {
        return pointer;
    }

    public String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    public @Nullable JsonNode optional(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Whatever stands there, JSON null too; null if the object has no such field. */
    public @Nullable JsonNode anything(String name) {
        known.add(name);
        return object.get(name);
    }

    /** Leaves what else the object has unsaid, where another fault makes that idle. */
    public void ignoreOthers() {
        object.fieldNames().forEachRemaining(known::add);
    }

    public @Nullable JsonNode required(String name, String expected) {
        JsonNode value = optional(name);
        if (value == null) {
            reading.required(at(name), expected);
        }
        return value;
    }

    /** A text that is not empty. */
    public @Nullable String text(String name, String expected) {
        JsonNode value = required(name, expected);
        return value == null ? null : Literals.text(value, at(name), expected, reading);
    }

    /** A text that is not empty; null, without a fault, if it is not there. */
    public @Nullable String optionalText(String name, String expected) {
        JsonNode value = optional(name);
        return value == null ? null : Literals.text(value, at(name), expected, reading);
    }

    /** False if it is not there. */
    public boolean flag(String name) {
        JsonNode value = optional(name);
        if (value != null && !value.isBoolean()) {
            reading.wrongType(at(name), value, "true or false");
        }
        return value != null && value.booleanValue();
    }

    /** A list; null if it is not there or is something else. */
    public @Nullable JsonNode list(String name, String expected) {
        JsonNode value = required(name, expected);
        if (value != null && !value.isArray()) {
            reading.wrongType(at(name), value, expected);
            return null;
        }
        return value;
    }

    /** Names every field that nobody asked for. */
    public void finish() {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                reading.fault(at(name), "unknown_field", object.get(name), "only " + String.join(", ", known));
            }
        }
    }
}
