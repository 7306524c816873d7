package io.millrace.query.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long the buckets of a result are, in local calendar time. */
public enum Interval {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR;

    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Map<String, Interval> byText() {
        Map<String, Interval> all = new LinkedHashMap<>();
        for (Interval interval : values()) {
            all.put(interval.text(), interval);
        }
        return all;
    }

    /** Whether buckets are shorter than a day, so that a doubled hour is two of them. */
    boolean isTimeOfDay() {
        return this == MINUTE || this == HOUR;
    }

    /** The local start of the bucket in which a local time lies. */
    LocalDateTime floor(LocalDateTime local, DayOfWeek weekStart) {
        LocalDate day = local.toLocalDate();
        return switch (this) {
            case MINUTE -> local.truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS);
            case DAY -> day.atStartOfDay();
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(weekStart)).atStartOfDay();
            case MONTH -> day.withDayOfMonth(1).atStartOfDay();
            case QUARTER ->
                LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / 3 * 3 + 1, 1)
                        .atStartOfDay();
            case YEAR -> day.withDayOfYear(1).atStartOfDay();
        };
    }

    /** The first instant of the bucket in which an instant lies. */
    Instant start(Instant instant, ZoneId zone, DayOfWeek weekStart) {
        ZoneOffset offset = zone.getRules().getOffset(instant);
        LocalDateTime local = floor(LocalDateTime.ofInstant(instant, offset), weekStart);
        return isTimeOfDay()
                ? local.toInstant(offset)
                : local.toLocalDate().atStartOfDay(zone).toInstant();
    }

    /** The local start of the bucket after the one that starts here. */
    LocalDateTime next(LocalDateTime start) {
        return switch (this) {
            case MINUTE -> start.plusMinutes(1);
            case HOUR -> start.plusHours(1);
            case DAY -> start.plusDays(1);
            case WEEK -> start.plusWeeks(1);
            case MONTH -> start.plusMonths(1);
            case QUARTER -> start.plusMonths(3);
            case YEAR -> start.plusYears(1);
        };
    }
}
