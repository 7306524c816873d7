package io.millrace.query.filter;

/** Dates in stored texts, read as rules read them, for any year of four digits. */
final class DateSql {

    /** Groups: year, month, day, hour, minute, second, fraction, offset. */
    private static final String ISO = "'^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])"
            + "(?::([0-5][0-9])(?:[.]([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$'";

    private static final String YEAR_0 = "-62167219200000";
    private static final String YEAR_10000 = "253402300800000";

    private DateSql() {}

    /** Epoch milliseconds of ISO text, epoch seconds or, from 10¹² on, epoch milliseconds; null if it is no date. */
    static String millis(String text) {
        return "if(" + NumberSql.isNumber(text) + ", " + ofNumber(text) + ", " + ofIso(text) + ")";
    }

    private static String ofNumber(String text) {
        String number = NumberSql.rounded(text);
        String near = "if(abs(" + number + ") < " + whole(YEAR_10000) + ", " + number + ", NULL)";
        String millis =
                "floor(if(abs(" + near + ") < " + whole("1000000000000") + ", " + near + " * 1000, " + near + "))";
        return "if(" + millis + " >= " + whole(YEAR_0) + " AND " + millis + " < " + whole(YEAR_10000) + ", toInt64("
                + millis + "), NULL)";
    }

    private static String whole(String digits) {
        return "toDecimal256('" + digits + "', 38)";
    }

    /** Epoch milliseconds of ISO text; no offset means UTC, digits past milliseconds are cut. */
    static String ofIso(String text) {
        return "arrayMap(m -> if(m >= " + YEAR_0 + " AND m < " + YEAR_10000
                + ", m, NULL), arrayMap(g -> if(length(g) = 8 AND " + valid() + ", " + instant()
                + ", NULL), [extractGroups(" + text + ", " + ISO + ")]))[1]";
    }

    private static String part(int index) {
        return "toInt64(toUInt16OrZero(g[" + index + "]))";
    }

    private static String valid() {
        String leap = "(" + part(1) + " % 4 = 0 AND (" + part(1) + " % 100 != 0 OR " + part(1) + " % 400 = 0))";
        return part(2) + " BETWEEN 1 AND 12 AND " + part(3) + " BETWEEN 1 AND [31, if(" + leap
                + ", 29, 28), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][" + part(2) + "] AND " + offsetHours()
                + " <= 18 AND "
                + offsetMinutes() + " <= 59";
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
        return "toInt64(toUInt8OrZero(right(g[8], 2)))";
    }
}
