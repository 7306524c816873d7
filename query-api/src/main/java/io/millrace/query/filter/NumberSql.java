package io.millrace.query.filter;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers in stored texts, compared exactly: as decimals of 38 digits before and after the point, beyond those as
 * floating point.
 */
public final class NumberSql {

    static final int DIGITS = 38;

    /** Times any count still within 76 digits. */
    private static final BigDecimal LARGEST = BigDecimal.TEN.pow(18);

    /** A text that is a JSON number. */
    private static final String FORM = "'^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$'";

    private NumberSql() {}

    static String isNumber(String text) {
        return "match(" + text + ", " + FORM + ")";
    }

    /** As rules see it: beyond 400 characters or a magnitude of 10^±300 a text is no number. */
    static String isRuleNumber(String text) {
        String size = "abs(assumeNotNull(toFloat64OrZero(" + text + ")))";
        return "(" + isNumber(text) + " AND length(" + text + ") <= 400 AND (NOT match(" + text
                + ", '[eE].|[0-9]{301}') OR (" + size + " < 1e301 AND " + size + " >= 1e-300) OR NOT match(" + text
                + ", '^[^eE]*[1-9]')))";
    }

    /** The text's value as a decimal; null if it is no number or not exact as one. */
    static String decimal(String text) {
        return "if(" + isNumber(text) + " AND NOT match(" + text + ", '[eE]'), toDecimal256OrNull(" + text + ", "
                + DIGITS + "), NULL)";
    }

    /** The text's value as a decimal, without digits that one has no room for; null if it is no number or too large. */
    public static String rounded(String text) {
        return "if(" + isNumber(text) + ", toDecimal256OrNull(" + text + ", " + DIGITS + "), NULL)";
    }

    static String floating(String text) {
        return "if(" + isNumber(text) + ", toFloat64OrNull(" + text + "), NULL)";
    }

    /** Whether the text is a number that compares so with a value. */
    static String compare(String text, String comparison, BigDecimal value, SqlValues values) {
        String floating =
                "ifNull(" + floating(text) + " " + comparison + " " + values.floating(value.doubleValue()) + ", false)";
        if (!fits(value)) {
            return floating;
        }
        String decimal = decimal(text);
        return "if(isNotNull(" + decimal + "), ifNull(" + decimal + " " + comparison + " toDecimal256("
                + values.text(value.toPlainString()) + ", " + DIGITS + "), false), " + floating + ")";
    }

    /** A value beside which {@link #rounded} numbers and sums of them are compared. */
    public static String literal(BigDecimal value, SqlValues values) {
        BigDecimal bounded = value.min(LARGEST).max(LARGEST.negate());
        return "toDecimal256("
                + values.text(bounded.setScale(DIGITS, RoundingMode.HALF_EVEN).toPlainString()) + ", " + DIGITS + ")";
    }

    /** A whole number as a decimal, so that it compares with a {@link #literal}. */
    public static String exact(String whole) {
        return "toDecimal256(" + whole + ", " + DIGITS + ")";
    }

    /** One text for all spellings of a number; other texts as they are. */
    public static String canonical(String text) {
        return "ifNull(toString(" + rounded(text) + "), " + text + ")";
    }

    private static boolean fits(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() <= DIGITS && plain.precision() - plain.scale() <= DIGITS;
    }
}
