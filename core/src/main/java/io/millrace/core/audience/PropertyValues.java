package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Values as numbers, dates and things to tell apart. */
final class PropertyValues {

    private PropertyValues() {}

    /** Null if it is no number. */
    static @Nullable BigDecimal number(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        if (!value.isTextual() || !value.textValue().matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
            return null;
        }
        return new BigDecimal(value.textValue());
    }

    /** Epoch milliseconds; empty if it is no date. */
    static OptionalLong date(JsonNode value) {
        BigDecimal number = number(value);
        if (number != null) {
            double plain = number.doubleValue();
            return OptionalLong.of(Math.abs(plain) < 1e12 ? (long) Math.floor(plain * 1000) : (long) plain);
        }
        return value.isTextual() ? Timestamps.parse(value.textValue()) : OptionalLong.empty();
    }

    /** Equal for values that {@code eq} takes for one another. */
    static long hash(JsonNode value) {
        BigDecimal number = number(value);
        return LeafKey.hash(
                number == null ? value.toString() : number.stripTrailingZeros().toString());
    }

    /** Whether a write of the one over the other changes nothing. */
    static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        if (one == null || other == null || Values.isAbsent(one) || Values.isAbsent(other)) {
            return Values.isAbsent(one) && Values.isAbsent(other);
        }
        BigDecimal number = number(one);
        BigDecimal otherNumber = number(other);
        if (number != null && otherNumber != null) {
            return number.compareTo(otherNumber) == 0;
        }
        return one.equals(other);
    }

    /** As {@code eq}: false if absent. */
    static boolean equal(JsonNode expected, @Nullable JsonNode value) {
        return value != null && holds(new ValueTest.Compare(io.millrace.core.rule.Comparison.EQ, expected), value);
    }

    static boolean holds(ValueTest test, @Nullable JsonNode value) {
        if (test instanceof ValueTest.Compare compare) {
            if (value == null) {
                return compare.comparison() == io.millrace.core.rule.Comparison.NEQ;
            }
            BigDecimal a = number(value);
            BigDecimal b = number(compare.value());
            if (a != null && b != null) {
                return compare.comparison().holds(a.compareTo(b));
            }
            return switch (compare.comparison()) {
                case EQ -> value.equals(compare.value());
                case NEQ -> !value.equals(compare.value());
                default -> false;
            };
        }
        if (test instanceof ValueTest.Exists exists) {
            return (value != null) != exists.negated();
        }
        if (test instanceof ValueTest.Contains contains) {
            return (value != null
                            && value.asText()
                                    .toLowerCase(Locale.ROOT)
                                    .contains(contains.value().asText().toLowerCase(Locale.ROOT)))
                    != contains.negated();
        }
        if (test instanceof ValueTest.In in) {
            return (value != null && in.values().stream().anyMatch(v -> same(v, value))) != in.negated();
        }
        throw new IllegalArgumentException("time changes " + test);
    }
}
