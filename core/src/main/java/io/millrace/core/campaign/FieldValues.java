package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.Durations;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the single values that campaigns name beyond those of rules. What does not fit becomes a fault and reads as null. */
final class FieldValues {

    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?");
    private static final Pattern INSTANT = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"
            + "([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?");
    private static final Pattern OFFSET = Pattern.compile(".*[T ].*(Z|[+-][0-9]{2}:?[0-9]{2})");

    private static final String COUNT = "a whole number from 1 to " + Integer.MAX_VALUE;

    private FieldValues() {}

    /** How small a duration may be. */
    enum Least {
        POSITIVE(Durations.EXPECTED),
        ZERO("a duration such as 0s, 30m, 24h or 7d, up to 100 years"),
        ANY("a duration such as 2d or, for what lies before, -2d, up to 100 years");

        private final String expected;

        Least(String expected) {
            this.expected = expected;
        }

        private boolean allows(long millis) {
            return this == ANY || millis > 0 || (this == ZERO && millis == 0);
        }
    }

    static @Nullable Elapsed duration(Fields owner, String name, Least least) {
        return owner.required(name, least.expected) == null ? null : optionalDuration(owner, name, least);
    }

    static @Nullable Elapsed optionalDuration(Fields owner, String name, Least least) {
        JsonNode value = owner.optional(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            owner.reading().wrongType(owner.at(name), value, least.expected);
            return null;
        }
        OptionalLong millis = Durations.parse(value.textValue());
        if (millis.isEmpty() || !least.allows(millis.getAsLong())) {
            owner.reading().invalid(owner.at(name), value, least.expected);
            return null;
        }
        return new Elapsed(value.textValue(), millis.getAsLong());
    }

    /** A whole number from 1 on, as a JSON number. */
    static @Nullable Integer count(Fields owner, String name) {
        return owner.required(name, COUNT) == null ? null : optionalCount(owner, name);
    }

    static @Nullable Integer optionalCount(Fields owner, String name) {
        JsonNode value = owner.optional(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            owner.reading().wrongType(owner.at(name), value, COUNT);
            return null;
        }
        BigDecimal number = Values.numberOf(value).orElse(BigDecimal.ZERO);
        if (number.compareTo(BigDecimal.ONE) < 0 || number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            owner.reading().outOfRange(owner.at(name), value, COUNT);
            return null;
        }
        if (number.stripTrailingZeros().scale() > 0) {
            owner.reading().invalid(owner.at(name), value, COUNT);
            return null;
        }
        return number.intValueExact();
    }

    /** A JSON number from 0 to 100. */
    static @Nullable BigDecimal percent(Fields owner, String name) {
        String expected = "a number from 0 to 100";
        BigDecimal number = number(owner, name, expected);
        if (number == null || (number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0)) {
            return number;
        }
        owner.reading().outOfRange(owner.at(name), owner.optional(name), expected);
        return null;
    }

    /** A JSON number. */
    static @Nullable BigDecimal number(Fields owner, String name, String expected) {
        JsonNode value = owner.required(name, expected);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            owner.reading().wrongType(owner.at(name), value, expected);
            return null;
        }
        BigDecimal number = Values.numberOf(value).orElse(null);
        if (number == null) {
            owner.reading().outOfRange(owner.at(name), value, expected);
        }
        return number;
    }

    /** One of the constants, in lower case. Null if it is not there or is another. */
    static <E extends Enum<E>> @Nullable E choice(Fields owner, String name, Class<E> type) {
        return owner.required(name, choices(type)) == null ? null : optionalChoice(owner, name, type);
    }

    static <E extends Enum<E>> @Nullable E optionalChoice(Fields owner, String name, Class<E> type) {
        JsonNode value = owner.optional(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            owner.reading().wrongType(owner.at(name), value, choices(type));
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (lower(constant).equals(value.textValue())) {
                return constant;
            }
        }
        owner.reading().invalid(owner.at(name), value, choices(type));
        return null;
    }

    static @Nullable LocalTime time(Fields owner, String name) {
        String expected = "a local time such as 09:00";
        String text = owner.text(name, expected);
        if (text == null || TIME.matcher(text).matches()) {
            return text == null ? null : LocalTime.parse(text);
        }
        owner.reading().invalid(owner.at(name), owner.optional(name), expected);
        return null;
    }

    /** Without an offset: in UTC. */
    static @Nullable Instant optionalInstant(Fields owner, String name) {
        OptionalLong millis = instantMillis(owner, name, "an instant such as 2026-03-01T09:00:00Z");
        return millis.isEmpty() ? null : Instant.ofEpochMilli(millis.getAsLong());
    }

    /** Without an offset: a local time. */
    static @Nullable ScheduledAt optionalScheduledAt(Fields owner, String name) {
        String expected = "an instant such as 2026-03-01T09:00:00Z, or a local time such as 2026-03-01T09:00";
        OptionalLong millis = instantMillis(owner, name, expected);
        if (millis.isEmpty()) {
            return null;
        }
        Instant instant = Instant.ofEpochMilli(millis.getAsLong());
        JsonNode text = owner.optional(name);
        return text != null && OFFSET.matcher(text.textValue()).matches()
                ? new ScheduledAt.Fixed(instant)
                : new ScheduledAt.Local(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private static OptionalLong instantMillis(Fields owner, String name, String expected) {
        String text = owner.optionalText(name, expected);
        if (text == null) {
            return OptionalLong.empty();
        }
        OptionalLong millis = INSTANT.matcher(text).matches() ? Timestamps.parse(text) : OptionalLong.empty();
        if (millis.isEmpty()) {
            owner.reading().invalid(owner.at(name), owner.optional(name), expected);
        }
        return millis;
    }

    private static <E extends Enum<E>> String choices(Class<E> type) {
        return "one of "
                + Arrays.stream(type.getEnumConstants()).map(FieldValues::lower).collect(Collectors.joining(", "));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
