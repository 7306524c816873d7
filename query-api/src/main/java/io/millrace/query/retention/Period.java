package io.millrace.query.retention;

import io.millrace.query.time.Interval;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How long the cohorts and columns of a retention table are. */
enum Period {
    HOUR(Interval.HOUR, ChronoUnit.HOURS, Duration.ofHours(1)),
    DAY(Interval.DAY, ChronoUnit.DAYS, Duration.ofHours(24)),
    WEEK(Interval.WEEK, ChronoUnit.WEEKS, Duration.ofDays(7)),
    MONTH(Interval.MONTH, ChronoUnit.MONTHS, Duration.ofDays(30));

    private final Interval interval;
    private final ChronoUnit unit;
    private final Duration rolling;

    Period(Interval interval, ChronoUnit unit, Duration rolling) {
        this.interval = interval;
        this.unit = unit;
        this.rolling = rolling;
    }

    static Map<String, Period> byText() {
        Map<String, Period> all = new LinkedHashMap<>();
        for (Period period : values()) {
            all.put(period.text(), period);
        }
        return all;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    Interval interval() {
        return interval;
    }

    /** The width of a column that is measured from a contact's own start. */
    long rollingMillis() {
        return rolling.toMillis();
    }

    ZonedDateTime later(ZonedDateTime from, int count) {
        return from.plus(count, unit);
    }
}
