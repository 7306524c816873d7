package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How values compare, for every interpreter in Java.
 *
 * <ul>
 *   <li>Absent are null, the empty text, and an object in which nothing is present. {@code 0}, {@code false} and the
 *       empty list are there.
 *   <li>A text that is a JSON number is a number everywhere; numbers compare as decimals, so {@code "1.0"} is {@code 1}.
 *   <li>Other texts equal in every character. A boolean is the text {@code true} or {@code false}: stored properties
 *       keep no difference between the two.
 *   <li>Order needs numbers on both sides, or dates, of which one may be a number (epoch seconds or milliseconds).
 *   <li>A list or an object equals no value that a rule can name. Two of them are the same if all within is the same.
 * </ul>
 */
public final class Values {

    private Values() {}

    /** The value at a path, null if absent. Objects are walked by name; lists are not walked. */
    public static @Nullable JsonNode at(@Nullable JsonNode object, Path path) {
        JsonNode node = object;
        for (String part : path.parts()) {
            if (node == null || !node.isObject()) {
                return null;
            }
            node = node.get(part);
        }
        return isAbsent(node) ? null : node;
    }

    public static boolean isAbsent(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return true;
        }
        if (value.isTextual()) {
            return value.textValue().isEmpty();
        }
        if (value.isObject()) {
            for (JsonNode member : value) {
                if (!isAbsent(member)) {
                    return false;
                }
            }
            return true;
        }
        return false;
    }

    /**
     * The number that a value is, also as text; empty for anything else, and for numbers of more than 400 digits or
     * beyond 10^300.
     */
    public static Optional<BigDecimal> numberOf(@Nullable JsonNode value) {
        return Optional.ofNullable(Numbers.of(value));
    }

    /**
     * The date that a value is, in epoch milliseconds: ISO text (a day alone is 00:00 UTC), or a number: epoch seconds,
     * from 10¹² on milliseconds. Empty for anything else and beyond the years 0 to 9999.
     */
    public static OptionalLong dateMillis(@Nullable JsonNode value) {
        return Dates.millisOf(value);
    }

    /**
     * Whether a value passes a test that time does not change.
     *
     * @param value null if absent
     */
    public static boolean holds(ValueTest test, @Nullable JsonNode value) {
        return test.accept(new TimelessTest(isAbsent(value) ? null : value));
    }

    /**
     * Whether a date passes a test at an instant. A value that is absent or no date passes none.
     *
     * @param now in epoch milliseconds
     */
    public static boolean holds(ValueTest.DateWindow test, @Nullable JsonNode value, long now) {
        OptionalLong date = dateMillis(value);
        if (date.isEmpty()) {
            return false;
        }
        long d = date.getAsLong();
        long w = test.millis();
        return switch (test.kind()) {
            case WITHIN_LAST -> d <= now && now < d + w;
            case WITHIN_NEXT -> d - w <= now && now < d;
            case OLDER_THAN -> now >= d + w;
        };
    }

    /**
     * Whether two values are one value; what {@code held} means by an unchanged value. Only {@code contains}, which looks
     * at how a number is written, may tell them apart.
     */
    public static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
        return Sameness.same(a, b);
    }

    /** What a scalar reads as where texts are searched: numbers in plain digits; null for lists and objects. */
    static @Nullable String textOf(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isNumber()) {
            BigDecimal number = Numbers.of(value);
            return number == null ? value.asText() : number.toPlainString();
        }
        return value.isBoolean() ? value.asText() : null;
    }

    /** One form for each number, within lists and objects too, so that values that are equal are equal as trees. */
    public static JsonNode canonicalTree(JsonNode value) {
        if (value.isArray()) {
            ArrayNode list = RuleJson.NODES.arrayNode();
            value.forEach(element -> list.add(canonicalTree(element)));
            return list;
        }
        if (value.isObject()) {
            ObjectNode object = RuleJson.NODES.objectNode();
            value.fields().forEachRemaining(field -> object.set(field.getKey(), canonicalTree(field.getValue())));
            return object;
        }
        return canonical(value);
    }

    /** One form for each number, so that rules that are equal are equal as records. */
    static JsonNode canonical(JsonNode value) {
        if (!value.isNumber()) {
            return value;
        }
        BigDecimal number = Numbers.of(value);
        if (number == null) {
            return value;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        boolean isLong = stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 18;
        return isLong ? LongNode.valueOf(stripped.longValueExact()) : DecimalNode.valueOf(stripped);
    }
}
