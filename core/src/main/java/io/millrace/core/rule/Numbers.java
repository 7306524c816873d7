package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What counts as a number: a JSON number, and a text that is one. Beyond {@link #TEXT_MAX} characters or a magnitude of
 * 10^±{@link #EXPONENT_MAX} it is none, so that sums of numbers stay small and ClickHouse has room for them as well.
 */
final class Numbers {

    static final int TEXT_MAX = 400;
    static final int EXPONENT_MAX = 300;

    private Numbers() {}

    static @Nullable BigDecimal of(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value.isTextual()) {
            return ofText(value.textValue());
        }
        if (!value.isNumber() || (value.isFloatingPointNumber() && !isFinite(value))) {
            return null;
        }
        return withinBounds(value.decimalValue());
    }

    /** The text's value if it is a JSON number. */
    static @Nullable BigDecimal ofText(String text) {
        return text.length() <= TEXT_MAX && isJsonNumber(text) ? parsed(text) : null;
    }

    private static boolean isFinite(JsonNode value) {
        return value.isBigDecimal() || Double.isFinite(value.doubleValue());
    }

    private static @Nullable BigDecimal parsed(String text) {
        try {
            return withinBounds(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return null; // an exponent of more than ten digits
        }
    }

    private static @Nullable BigDecimal withinBounds(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long exponent = (long) number.precision() - number.scale() - 1;
        return Math.abs(exponent) <= EXPONENT_MAX && number.precision() <= TEXT_MAX ? number : null;
    }

    private static boolean isJsonNumber(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int whole = digits(text, at);
        if (whole == at || (text.charAt(at) == '0' && whole > at + 1)) {
            return false;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = digits(text, at);
            return exponent > at && exponent == text.length();
        }
        return at == text.length();
    }

    /** Where the digits from this place on end. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
