package io.millrace.query.filter;

/** Dates in stored texts, read as rules read them, for any year of four digits. */
final class DateSql {

    /** Groups: year, month, day, hour, minute, second, fraction, offset. */
    private static final String ISO =
            "'^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?)? *([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$'";

    private static final long GREATEST_MILLIS = 253_402_300_799_999L;

    private DateSql() {}

    /** Epoch milliseconds of ISO text, epoch seconds or, from 10¹² on, epoch milliseconds; null if it is no date. */
    static String millis(String text) {
        return "if(" + NumberSql.isNumber(text) + ", " + ofNumber(text) + ", " + ofIso(text) + ")";
    }

    private static String ofNumber(String text) {
        String number = NumberSql.rounded(text);
        String millis = "floor(if(abs(" + number + ") < toDecimal256('1000000000000', 38), " + number + " * 1000, "
                + number + "))";
        return "if(abs(" + number + ") <= toDecimal256('" + GREATEST_MILLIS + "', 38) AND abs(" + millis
                + ") <= toDecimal256('" + GREATEST_MILLIS + "', 38), toInt64(" + millis + "), NULL)";
    }

    /** Epoch milliseconds of ISO text; no offset means UTC, digits past milliseconds are cut, a leap second is the next. */
    static String ofIso(String text) {
        return "arrayMap(g -> if(length(g) = 8 AND " + valid() + ", " + instant() + ", NULL), [extractGroups(" + text
                + ", " + ISO + ")])[1]";
    }

    private static String part(int index) {
        return "toInt64(toUInt16OrZero(g[" + index + "]))";
    }

    private static String valid() {
        String leap = "(" + part(1) + " % 4 = 0 AND (" + part(1) + " % 100 != 0 OR " + part(1) + " % 400 = 0))";
        return part(2) + " BETWEEN 1 AND 12 AND " + part(3) + " BETWEEN 1 AND [31, if(" + leap
                + ", 29, 28), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][" + part(2) + "] AND " + part(4) + " <= 24 AND "
                + part(5) + " <= 59 AND " + part(6) + " <= 60 AND (" + part(4) + " < 24 OR " + part(5) + " + " + part(6)
                + " + " + fraction() + " = 0) AND " + offsetHours() + " <= 18 AND " + offsetMinutes() + " <= 59";
    }

    private static String instant() {
        String year = "(" + part(1) + " + 400 - (" + part(2) + " <= 2))";
        String era = "intDiv(" + year + ", 400)";
        String ofEra = "(" + year + " % 400)";
        String ofYear =
                "(intDiv(153 * (" + part(2) + " + if(" + part(2) + " > 2, -3, 9)) + 2, 5) + " + part(3) + " - 1)";
        String days = "(" + era + " * 146097 + " + ofEra + " * 365 + intDiv(" + ofEra + ", 4) - intDiv(" + ofEra
                + ", 100) + " + ofYear + " - 719468 - 146097)";
        return "(" + days + " * 86400000 + " + part(4) + " * 3600000 + " + part(5) + " * 60000 + " + part(6)
                + " * 1000 + "
                + fraction() + " - if(startsWith(g[8], '-'), -1, 1) * (" + offsetHours() + " * 3600000 + "
                + offsetMinutes() + " * 60000))";
    }

    private static String fraction() {
        return "toInt64(toUInt16OrZero(rightPad(substring(g[7], 1, 3), 3, '0')))";
    }

    private static String offsetHours() {
        return "toInt64(toUInt8OrZero(substring(g[8], 2, 2)))";
    }

    private static String offsetMinutes() {
        return "toInt64(if(length(g[8]) > 3, toUInt8OrZero(right(g[8], 2)), 0))";
    }
}
