package io.millrace.query.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object by name and type. What does not fit becomes a fault and reads as absent; what was
 * never asked for is reported by {@link #finish}. A null field counts as absent.
 */
public final class ObjectReader {

    private final JsonNode object;
    private final String pointer;
    private final Faults faults;
    private final Set<String> known = new LinkedHashSet<>();

    private ObjectReader(JsonNode object, String pointer, Faults faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** A reader of the object at this place; empty, with a fault, if something else stands there. */
    public static Optional<ObjectReader> of(JsonNode node, String pointer, Faults faults) {
        if (!node.isObject()) {
            faults.wrongType(pointer, node, "an object");
            return Optional.empty();
        }
        return Optional.of(new ObjectReader(node, pointer, faults));
    }

    public String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    public Faults faults() {
        return faults;
    }

    /** The field as it stands; null if absent. */
    public @Nullable JsonNode any(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public Optional<String> text(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            faults.wrongType(at(name), value, "a text");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    public Optional<String> requiredText(String name, String meaning) {
        JsonNode value = any(name);
        if (value == null || (value.isTextual() && value.textValue().isBlank())) {
            faults.required(at(name), meaning + " is needed", meaning);
            return Optional.empty();
        }
        return text(name);
    }

    public int whole(String name, int defaultValue, int least, int most) {
        JsonNode value = any(name);
        if (value == null) {
            return defaultValue;
        }
        String expected = "a whole number from " + least + " to " + most;
        if (!value.isIntegralNumber()) {
            faults.wrongType(at(name), value, expected);
            return defaultValue;
        }
        if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
            faults.add(at(name), "out_of_range", value, expected, "expected " + expected + ", found " + value);
            return defaultValue;
        }
        return value.intValue();
    }

    public boolean flag(String name, boolean defaultValue) {
        JsonNode value = any(name);
        if (value == null) {
            return defaultValue;
        }
        if (!value.isBoolean()) {
            faults.wrongType(at(name), value, "true or false");
            return defaultValue;
        }
        return value.booleanValue();
    }

    /** One of the named choices. */
    public <T> T choice(String name, Map<String, T> choices, T defaultValue) {
        Optional<String> found = text(name);
        if (found.isEmpty()) {
            return defaultValue;
        }
        T chosen = choices.get(found.get());
        if (chosen == null) {
            faults.invalid(at(name), object.get(name), "one of " + String.join(", ", choices.keySet()));
            return defaultValue;
        }
        return chosen;
    }

    /** The elements of a list, empty if absent. */
    public List<JsonNode> list(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            faults.wrongType(at(name), value, "a list");
            return List.of();
        }
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(elements::add);
        return elements;
    }

    /** Refuses by name a field that is documented but not there yet. */
    public void notSupported(String name, String what) {
        JsonNode value = any(name);
        if (value != null) {
            faults.notSupported(at(name), value, what + " is not supported yet");
        }
    }

    /** Names every field that nobody asked for. */
    public void finish() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.add(
                        at(name),
                        "unknown_field",
                        object.get(name),
                        "one of " + String.join(", ", known),
                        "is not known here; known are " + String.join(", ", known));
            }
        });
    }
}
