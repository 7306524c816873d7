package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code op}, {@code value} and {@code for} of conditions on one value: a trait, a property, a score. */
final class ValueTestReader {

    /** In the order in which faults name them. */
    private enum Operator {
        EQ,
        NEQ,
        GT,
        GTE,
        LT,
        LTE,
        EXISTS,
        NOT_EXISTS,
        CONTAINS,
        NOT_CONTAINS,
        IN,
        NOT_IN,
        WITHIN_LAST,
        WITHIN_NEXT,
        OLDER_THAN,
        HELD_GTE,
        HELD_LT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<Operator> OF_SCORES = EnumSet.range(Operator.EQ, Operator.NOT_EXISTS);
    private static final Set<Operator> OF_PROPERTIES = EnumSet.range(Operator.EQ, Operator.NOT_IN);
    private static final Set<Operator> OF_TRAITS = EnumSet.allOf(Operator.class);

    private ValueTestReader() {}

    static @Nullable ValueTest ofTrait(Fields leaf) {
        return read(leaf, OF_TRAITS);
    }

    /** Of a property in {@code where}: nothing that time alone changes. */
    static @Nullable ValueTest ofProperty(Fields leaf) {
        return read(leaf, OF_PROPERTIES);
    }

    static @Nullable ValueTest ofScore(Fields leaf) {
        return read(leaf, OF_SCORES);
    }

    private static @Nullable ValueTest read(Fields leaf, Set<Operator> allowed) {
        String expected = "one of " + allowed.stream().map(Operator::text).collect(Collectors.joining(", "));
        String text = leaf.text("op", expected);
        if (text == null) {
            leaf.optional("value");
            leaf.optional("for");
            return null;
        }
        Operator operator = Arrays.stream(Operator.values())
                .filter(candidate -> candidate.text().equals(text) && allowed.contains(candidate))
                .findFirst()
                .orElse(null);
        if (operator == null) {
            leaf.reading().invalid(leaf.at("op"), leaf.optional("op"), expected);
            leaf.optional("value");
            leaf.optional("for");
            return null;
        }
        return test(operator, leaf, allowed == OF_SCORES);
    }

    private static @Nullable ValueTest test(Operator operator, Fields leaf, boolean ofScore) {
        return switch (operator) {
            case EQ, NEQ, GT, GTE, LT, LTE -> compare(Comparison.valueOf(operator.name()), leaf, ofScore);
            case EXISTS, NOT_EXISTS -> new ValueTest.Exists(operator == Operator.NOT_EXISTS);
            case CONTAINS, NOT_CONTAINS -> contains(leaf, operator == Operator.NOT_CONTAINS);
            case IN, NOT_IN -> in(leaf, operator == Operator.NOT_IN);
            case WITHIN_LAST, WITHIN_NEXT, OLDER_THAN -> date(operator, leaf);
            case HELD_GTE, HELD_LT -> held(leaf, operator == Operator.HELD_GTE);
        };
    }

    private static @Nullable ValueTest compare(Comparison comparison, Fields leaf, boolean ofScore) {
        if (!ofScore) {
            JsonNode value = scalar(leaf);
            return value == null ? null : new ValueTest.Compare(comparison, value);
        }
        JsonNode value = leaf.required("value", Literals.NUMBER);
        BigDecimal number =
                value == null ? null : Literals.number(value, leaf.at("value"), Literals.NUMBER, leaf.reading());
        return number == null ? null : new ValueTest.Compare(comparison, DecimalNode.valueOf(number));
    }

    private static @Nullable ValueTest contains(Fields leaf, boolean negated) {
        JsonNode value = scalar(leaf);
        if (value != null && value.isTextual() && value.textValue().isEmpty()) {
            leaf.reading().invalid(leaf.at("value"), value, "a text that is not empty, a number, true or false");
            return null;
        }
        return value == null ? null : new ValueTest.Contains(value, negated);
    }

    private static @Nullable ValueTest in(Fields leaf, boolean negated) {
        JsonNode value = leaf.required("value", "a list of values");
        List<JsonNode> values = value == null ? null : Literals.scalars(value, leaf.at("value"), leaf.reading());
        return values == null ? null : new ValueTest.In(values, negated);
    }

    private static @Nullable ValueTest date(Operator operator, Fields leaf) {
        Long millis = duration(leaf, "value");
        return millis == null
                ? null
                : new ValueTest.DateWindow(ValueTest.DateWindow.Kind.valueOf(operator.name()), millis);
    }

    private static @Nullable ValueTest held(Fields leaf, boolean atLeast) {
        JsonNode value = scalar(leaf);
        Long millis = duration(leaf, "for");
        return value == null || millis == null ? null : new ValueTest.Held(value, atLeast, millis);
    }

    private static @Nullable JsonNode scalar(Fields leaf) {
        JsonNode value = leaf.required("value", Literals.SCALAR);
        return value == null ? null : Literals.scalar(value, leaf.at("value"), leaf.reading());
    }

    private static @Nullable Long duration(Fields leaf, String name) {
        return Literals.duration(leaf.required(name, Durations.EXPECTED), leaf.at(name), leaf.reading());
    }
}
