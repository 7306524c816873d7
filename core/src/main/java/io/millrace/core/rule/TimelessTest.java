package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Judges one value, null if absent, by the tests that time does not change. */
record TimelessTest(@Nullable JsonNode value) implements ValueTest.Visitor<Boolean> {

    @Override
    public Boolean compare(ValueTest.Compare test) {
        return switch (test.comparison()) {
            case EQ -> equal(test.value());
            case NEQ -> !equal(test.value());
            case GT, GTE, LT, LTE -> value != null && ordered(value, test.comparison(), test.value());
        };
    }

    @Override
    public Boolean contains(ValueTest.Contains test) {
        return (value != null && contains(value, test.value())) != test.negated();
    }

    @Override
    public Boolean in(ValueTest.In test) {
        return test.values().stream().anyMatch(this::equal) != test.negated();
    }

    @Override
    public Boolean exists(ValueTest.Exists test) {
        return (value != null) != test.negated();
    }

    @Override
    public Boolean date(ValueTest.DateWindow test) {
        throw new IllegalArgumentException("a date test needs to know what time it is");
    }

    @Override
    public Boolean held(ValueTest.Held test) {
        throw new IllegalArgumentException("held needs to know since when a value stands");
    }

    private boolean equal(JsonNode wanted) {
        return value != null && Sameness.sameScalars(value, wanted);
    }

    private static boolean ordered(JsonNode left, Comparison comparison, JsonNode right) {
        BigDecimal x = Numbers.of(left);
        BigDecimal y = Numbers.of(right);
        if (x != null && y != null) {
            return comparison.holds(x.compareTo(y));
        }
        OptionalLong from = Dates.millisOf(left);
        OptionalLong to = Dates.millisOf(right);
        return from.isPresent() && to.isPresent() && comparison.holds(Long.compare(from.getAsLong(), to.getAsLong()));
    }

    private static boolean contains(JsonNode value, JsonNode wanted) {
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (!Values.isAbsent(element) && Sameness.sameScalars(element, wanted)) {
                    return true;
                }
            }
            return false;
        }
        String text = Values.textOf(value);
        String part = Values.textOf(wanted);
        return text != null && part != null && !part.isEmpty() && folded(text).contains(folded(part));
    }

    /** Character by character, so that the answer does not depend on a character's neighbours or on a locale. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
