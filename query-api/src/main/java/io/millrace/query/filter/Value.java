package io.millrace.query.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Timestamps;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A value to compare with, as text. A text that is a JSON number is a number everywhere. */
public record Value(String text) {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");

    /** The value of a text, number or boolean; empty for anything else. */
    static Optional<Value> of(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(new Value(node.textValue()));
        }
        if (node.isNumber()) {
            return Optional.of(new Value(node.decimalValue().toString()));
        }
        return node.isBoolean() ? Optional.of(new Value(node.asText())) : Optional.empty();
    }

    Optional<BigDecimal> number() {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** The instant of an ISO date or time, in epoch milliseconds. */
    OptionalLong dateMillis() {
        return DATE.matcher(text).matches() ? Timestamps.parse(text) : OptionalLong.empty();
    }
}
