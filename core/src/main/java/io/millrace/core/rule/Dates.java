package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Timestamps;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What counts as a date in rules: ISO text (a day alone is its first instant in UTC, no offset means UTC, digits past
 * milliseconds are cut), and numbers: epoch seconds, from 10¹² on epoch milliseconds. Years 0 to 9999.
 */
final class Dates {

    private static final Pattern ISO = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"
            + "([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?");

    private static final BigDecimal LEAST_MILLIS_VALUE = BigDecimal.valueOf(1_000_000_000_000L);
    private static final long YEAR_0 = -62_167_219_200_000L;
    private static final long YEAR_10000 = 253_402_300_800_000L;
    private static final BigDecimal FAR = BigDecimal.valueOf(YEAR_10000);

    private Dates() {}

    static OptionalLong millisOf(@Nullable JsonNode value) {
        BigDecimal number = Numbers.of(value);
        if (number != null) {
            return ofNumber(number);
        }
        return value != null && value.isTextual() ? ofText(value.textValue()) : OptionalLong.empty();
    }

    /** Of ISO text only. */
    static OptionalLong ofText(String text) {
        if (text.length() < 10
                || text.length() > 40
                || text.charAt(4) != '-'
                || !ISO.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        OptionalLong millis = Timestamps.parse(text);
        return millis.isPresent() ? withinYears(millis.getAsLong()) : millis;
    }

    private static OptionalLong ofNumber(BigDecimal number) {
        if (number.abs().compareTo(FAR) > 0) {
            return OptionalLong.empty();
        }
        boolean seconds = number.abs().compareTo(LEAST_MILLIS_VALUE) < 0;
        BigDecimal millis = seconds ? number.movePointRight(3) : number;
        return millis.abs().compareTo(FAR) > 0
                ? OptionalLong.empty()
                : withinYears(millis.setScale(0, RoundingMode.FLOOR).longValueExact());
    }

    private static OptionalLong withinYears(long millis) {
        return millis >= YEAR_0 && millis < YEAR_10000 ? OptionalLong.of(millis) : OptionalLong.empty();
    }
}
