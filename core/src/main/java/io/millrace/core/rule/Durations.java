package io.millrace.core.rule;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Elapsed time as rules write it: a whole number and a unit, {@code 30m}, {@code 7d}; a day has 24 hours. */
public final class Durations {

    private static final Pattern TEXT = Pattern.compile("(-?)([0-9]{1,15})(ms|s|m|h|d|w)");
    private static final Map<String, Long> UNIT_MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L, "w", 604_800_000L);

    /** A hundred years; sums of an instant and a duration stay far from overflow. */
    public static final long MOST_MILLIS = 36_525L * 86_400_000L;

    public static final String EXPECTED = "a duration such as 30m, 24h or 7d, up to 100 years";

    private Durations() {}

    /** The milliseconds, negative for a text that begins with a minus; empty if it is no duration. */
    public static OptionalLong parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(2));
        long unit = UNIT_MILLIS.getOrDefault(matcher.group(3), 1L);
        if (number > MOST_MILLIS / unit) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(matcher.group(1).isEmpty() ? number * unit : -number * unit);
    }

    /** The text of a positive duration, in the greatest unit up to a day that makes a whole number. */
    public static String format(long millis) {
        for (String unit : List.of("d", "h", "m", "s")) {
            long size = UNIT_MILLIS.getOrDefault(unit, 1L);
            if (millis % size == 0) {
                return millis / size + unit;
            }
        }
        return millis + "ms";
    }

    static void requirePositive(long millis) {
        if (millis <= 0 || millis > MOST_MILLIS) {
            throw new IllegalArgumentException("a duration is positive and at most 100 years, found " + millis + " ms");
        }
    }
}
