package io.millrace.query.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Timestamps;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a rule's literals are: numbers, dates, texts. */
final class Literals {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");
    private static final BigDecimal LEAST_EPOCH_MILLIS = BigDecimal.TEN.pow(12);
    private static final BigDecimal GREATEST_EPOCH_MILLIS = BigDecimal.valueOf(253_402_300_799_999L);

    private Literals() {}

    static @Nullable BigDecimal numberOf(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        return value.isTextual() && NUMBER.matcher(value.textValue()).matches()
                ? new BigDecimal(value.textValue())
                : null;
    }

    static OptionalLong dateMillis(JsonNode value) {
        BigDecimal number = numberOf(value);
        if (number != null) {
            BigDecimal millis = number.abs().compareTo(LEAST_EPOCH_MILLIS) < 0 ? number.movePointRight(3) : number;
            return millis.abs().compareTo(GREATEST_EPOCH_MILLIS) > 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(millis.setScale(0, RoundingMode.FLOOR).longValueExact());
        }
        return value.isTextual() && DATE.matcher(value.textValue()).matches()
                ? Timestamps.parse(value.textValue())
                : OptionalLong.empty();
    }
}
