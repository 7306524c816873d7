package io.millrace.query.filter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

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

    /** As rules see it: beyond 400 characters or a magnitude of 10^±300 a text is no number. */
    static String isNumber(String text) {
        String size = "abs(assumeNotNull(toFloat64OrZero(" + text + ")))";
        return "(match(" + text + ", " + FORM + ") AND (length(" + text + ") <= 300 AND NOT match(" + text
                + ", '[eE]') OR length(" + text + ") <= 400 AND (" + size + " >= 1e-300 AND " + size
                + " < 1e301 OR NOT match("
                + text + ", '^[^eE]*[1-9]'))))";
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
        String floating = "toFloat64OrZero(" + text + ") " + comparison + " " + values.floating(value.doubleValue());
        String compared = fits(value)
                ? "ifNull(if(match(" + text + ", '[eE]'), NULL, toDecimal256OrNull(" + text + ", " + DIGITS + ")) "
                        + comparison + " toDecimal256(" + values.text(value.toPlainString()) + ", " + DIGITS + "), "
                        + floating + ")"
                : floating;
        return "(" + isNumber(text) + " AND " + compared + ")";
    }

    /** Whether the text is one of these numbers. */
    static String among(String text, List<BigDecimal> numbers, SqlValues values) {
        List<String> exact = numbers.stream()
                .filter(NumberSql::fits)
                .map(BigDecimal::toPlainString)
                .toList();
        List<String> all = numbers.stream().map(BigDecimal::toString).toList();
        String decimal = decimal(text);
        return "if(isNotNull(" + decimal + ") AND " + (exact.size() == all.size())
                + ", has(arrayMap(n -> toDecimal256(n, "
                + DIGITS + "), " + values.texts(exact) + "), assumeNotNull(" + decimal + ")), " + isNumber(text)
                + " AND has(arrayMap(n -> toFloat64(n), " + values.texts(all) + "), toFloat64OrZero(" + text + ")))";
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
