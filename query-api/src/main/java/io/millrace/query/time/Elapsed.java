package io.millrace.query.time;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as requests write them: a whole number and a unit, elapsed time, up to a hundred years. */
public final class Elapsed {

    public static final String EXPECTED = "a duration like 30m or 14d (units ms s m h d w), up to 36500d";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d|w)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Elapsed() {}

    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
        if (count > LONGEST.toMillis() / unit.toMillis()) {
            return Optional.empty();
        }
        return Optional.of(unit.multipliedBy(count));
    }
}
