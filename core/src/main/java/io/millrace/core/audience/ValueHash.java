package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeMap;

/** Tells values apart in 8 bytes: equal for values that are the same to every test, by {@link Values#same}. */
public final class ValueHash {

    private ValueHash() {}

    public static long of(JsonNode value) {
        StringBuilder text = new StringBuilder();
        append(value, text);
        return LeafKey.hash(text.toString());
    }

    private static void append(JsonNode value, StringBuilder text) {
        if (Values.isAbsent(value)) {
            text.append('-');
        } else if (value.isArray()) {
            text.append('[');
            for (JsonNode element : value) {
                append(element, text);
                text.append(',');
            }
            text.append(']');
        } else if (value.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                members.put(name, value.get(name));
            }
            members.values().removeIf(Values::isAbsent);
            text.append('{');
            members.forEach((name, member) -> {
                text.append(name.length()).append(':').append(name);
                append(member, text);
            });
            text.append('}');
        } else {
            Optional<BigDecimal> number = Values.numberOf(value);
            if (number.isPresent()) {
                text.append('n').append(number.get().stripTrailingZeros());
            } else {
                text.append('s').append(value.asText().length()).append(':').append(value.asText());
            }
        }
    }
}
