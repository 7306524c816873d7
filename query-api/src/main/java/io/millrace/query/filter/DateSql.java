package io.millrace.query.filter;

/** Dates in stored texts, read as rules read them, for any year of four digits. */
final class DateSql {

    /** Groups: year, month, day, hour, minute, second, fraction, offset. */
    private static final String ISO = "'^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])"
            + "(?::([0-5][0-9])(?:[.]([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$'";

    private static final String YEAR_0 = "-62167219200000";
    private static final String YEAR_10000 = "253402300800000";

    /** From the groups: year counted from March, month, day, milliseconds of the day without offset. */
    private static final String OF_GROUPS =
            """
            arrayMap((y, m, d, clock, offset_hours, offset_minutes) -> if(length(g) = 8 AND m BETWEEN 1 AND 12
                AND d BETWEEN 1 AND [31, if(y %% 4 = 0 AND (y %% 100 != 0 OR y %% 400 = 0), 29, 28), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m]
                AND offset_hours <= 18 AND offset_minutes <= 59,
              arrayMap(t -> if(t >= %s AND t < %s, t, NULL), [
                arrayMap(c -> intDiv(c, 400) * 146097 + (c %% 400) * 365 + intDiv(c %% 400, 4) - intDiv(c %% 400, 100)
                    + intDiv(153 * (m + if(m > 2, -3, 9)) + 2, 5) + d - 1 - 865565, [y + 400 - (m <= 2)])[1] * 86400000
                  + clock - if(startsWith(g[8], '-'), -1, 1) * (offset_hours * 60 + offset_minutes) * 60000])[1], NULL),
              [toInt64OrZero(g[1])], [toInt64OrZero(g[2])], [toInt64OrZero(g[3])],
              [((toInt64OrZero(g[4]) * 60 + toInt64OrZero(g[5])) * 60 + toInt64OrZero(g[6])) * 1000
                + toInt64OrZero(rightPad(substring(g[7], 1, 3), 3, '0'))],
              [toInt64OrZero(substring(g[8], 2, 2))], [toInt64OrZero(substring(g[8], -2))])[1]
            """
                    .formatted(YEAR_0, YEAR_10000)
                    .strip();

    private DateSql() {}

    /** Epoch milliseconds of ISO text, epoch seconds or, from 10¹² on, epoch milliseconds; null if it is no date. */
    static String millis(String text) {
        return "if(" + NumberSql.isNumber(text) + ", " + ofNumber(text) + ", " + ofIso(text) + ")";
    }

    private static String ofNumber(String text) {
        String near =
                "arrayMap(n -> if(abs(n) < " + whole(YEAR_10000) + ", n, NULL), [" + NumberSql.rounded(text) + "])";
        String millis = "arrayMap(n -> floor(if(abs(n) < " + whole("1000000000000") + ", n * 1000, n)), " + near + ")";
        return "arrayMap(n -> if(n >= " + whole(YEAR_0) + " AND n < " + whole(YEAR_10000) + ", toInt64(n), NULL), "
                + millis + ")[1]";
    }

    private static String whole(String digits) {
        return "toDecimal256('" + digits + "', 38)";
    }

    /** Epoch milliseconds of ISO text; no offset means UTC, digits past milliseconds are cut. */
    static String ofIso(String text) {
        return "arrayMap(g -> " + OF_GROUPS + ", [extractGroups(" + text + ", " + ISO + ")])[1]";
    }
}
