package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the single values that rules name. What does not fit becomes a fault and reads as null. */
final class Literals {

    static final String SCALAR = "a text, a number, true or false";
    static final String NUMBER = "a number";

    private Literals() {}

    static @Nullable String text(JsonNode value, String pointer, String expected, Reading reading) {
        if (!value.isTextual()) {
            reading.wrongType(pointer, value, expected);
            return null;
        }
        if (value.textValue().isEmpty()) {
            reading.invalid(pointer, value, expected);
            return null;
        }
        return value.textValue();
    }

    static @Nullable JsonNode scalar(JsonNode value, String pointer, Reading reading) {
        if (value.isNumber()) {
            return number(value, pointer, NUMBER, reading) == null ? null : value;
        }
        if (!value.isTextual() && !value.isBoolean()) {
            reading.wrongType(pointer, value, SCALAR);
            return null;
        }
        return value;
    }

    static @Nullable List<JsonNode> scalars(JsonNode value, String pointer, Reading reading) {
        String expected = "a list of up to " + reading.limits().listValues() + " values, each " + SCALAR;
        if (!value.isArray()) {
            reading.wrongType(pointer, value, expected);
            return null;
        }
        if (value.size() > reading.limits().listValues()) {
            reading.tooLarge(pointer, expected);
            return null;
        }
        List<JsonNode> scalars = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode scalar = scalar(value.get(i), pointer + "/" + i, reading);
            if (scalar != null) {
                scalars.add(scalar);
            }
        }
        return scalars.size() == value.size() ? scalars : null;
    }

    /** A number, also as text. */
    static @Nullable BigDecimal number(JsonNode value, String pointer, String expected, Reading reading) {
        Optional<BigDecimal> number = Values.numberOf(value);
        if (number.isPresent()) {
            return number.get();
        }
        if (value.isNumber()) {
            reading.outOfRange(
                    pointer,
                    value,
                    expected + " of at most " + Numbers.TEXT_MAX + " digits, below 10^" + Numbers.EXPONENT_MAX);
        } else {
            reading.wrongType(pointer, value, expected);
        }
        return null;
    }

    /** A whole number from 0 on. */
    static @Nullable Long count(JsonNode value, String pointer, long most, Reading reading) {
        String expected = "a whole number from 0 to " + most;
        BigDecimal number = number(value, pointer, expected, reading);
        if (number == null) {
            return null;
        }
        if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            reading.outOfRange(pointer, value, expected);
            return null;
        }
        if (number.stripTrailingZeros().scale() > 0) {
            reading.invalid(pointer, value, expected);
            return null;
        }
        return number.longValueExact();
    }

    /** A positive duration in milliseconds. */
    static @Nullable Long duration(@Nullable JsonNode value, String pointer, Reading reading) {
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            reading.wrongType(pointer, value, Durations.EXPECTED);
            return null;
        }
        OptionalLong millis = Durations.parse(value.textValue());
        if (millis.isEmpty() || millis.getAsLong() <= 0) {
            reading.invalid(pointer, value, Durations.EXPECTED);
            return null;
        }
        return millis.getAsLong();
    }

    /** An instant in epoch milliseconds. */
    static @Nullable Long instant(@Nullable JsonNode value, String pointer, Reading reading) {
        if (value == null) {
            return null;
        }
        String expected = "an instant such as 2026-03-01T00:00:00Z, a date, epoch seconds or milliseconds";
        if (!value.isTextual() && !value.isNumber()) {
            reading.wrongType(pointer, value, expected);
            return null;
        }
        OptionalLong millis = Values.dateMillis(value);
        if (millis.isEmpty()) {
            reading.invalid(pointer, value, expected);
            return null;
        }
        return millis.getAsLong();
    }
}
