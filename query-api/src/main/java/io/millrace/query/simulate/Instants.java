package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Timestamps;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.util.OptionalLong;

/** Reads the instants of a scenario: ISO-8601 texts, UTC where no offset stands. */
final class Instants {

    static final String EXPECTED = "an instant such as 2026-03-02T12:00:00.000Z";

    private Instants() {}

    static OptionalLong optional(ObjectReader object, String name) {
        JsonNode value = object.any(name);
        return value == null ? OptionalLong.empty() : read(value, object.at(name), object.faults());
    }

    static OptionalLong required(ObjectReader object, String name) {
        JsonNode value = object.any(name);
        if (value == null) {
            object.faults().required(object.at(name), "an instant is needed", EXPECTED);
            return OptionalLong.empty();
        }
        return read(value, object.at(name), object.faults());
    }

    /** Epoch milliseconds; empty, with a fault, if it cannot be read. */
    static OptionalLong read(JsonNode value, String pointer, Faults faults) {
        if (!value.isTextual()) {
            faults.wrongType(pointer, value, EXPECTED);
            return OptionalLong.empty();
        }
        String text = value.textValue();
        boolean iso = text.length() >= 10 && text.charAt(4) == '-';
        OptionalLong millis = iso ? Timestamps.parse(text) : OptionalLong.empty();
        if (millis.isEmpty()) {
            faults.invalid(pointer, value, EXPECTED);
        }
        return millis;
    }
}
