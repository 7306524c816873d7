package io.millrace.query.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The stretch of time that a question is about, in whole milliseconds; both ends count.
 *
 * @param from its first moment as asked
 * @param to its last moment as asked; a date includes its whole day
 */
public record TimeRange(Moment from, Moment to, ZoneId zone, DayOfWeek weekStart, long fromMillis, long toMillis) {

    private static final int DEFAULT_DAYS = 30;

    public TimeRange {
        if (fromMillis > toMillis) {
            throw new IllegalArgumentException("a range ends at or after its start");
        }
    }

    static TimeRange of(Moment from, Moment to, ZoneId zone, DayOfWeek weekStart) {
        return new TimeRange(from, to, zone, weekStart, from.firstMillis(), to.lastMillis(zone));
    }

    /** The last local days that end today. */
    public static TimeRange lastDays(int days, ZoneId zone, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return of(Moment.ofDate(today.minusDays(days - 1L), zone), Moment.ofDate(today, zone), zone, DayOfWeek.MONDAY);
    }

    static Moment defaultFrom(Moment to, ZoneId zone) {
        return Moment.ofDate(to.local().toLocalDate().minusDays(DEFAULT_DAYS - 1L), zone);
    }

    public String fromText() {
        return from.text();
    }

    public String toText() {
        return to.text();
    }

    /** The range to a later or earlier end; its texts stay those that were asked for. */
    public TimeRange until(long lastMillis) {
        return new TimeRange(from, to, zone, weekStart, fromMillis, lastMillis);
    }

    /** The range that is as long and ends where this one begins: whole days of whole days, else elapsed time. */
    public TimeRange previous() {
        if (from.kind() == Moment.Kind.DATE && to.kind() == Moment.Kind.DATE) {
            long days = ChronoUnit.DAYS.between(from.local(), to.local()) + 1;
            return earlierBy(Period.ofDays(Math.toIntExact(days)));
        }
        long length = toMillis - fromMillis + 1;
        return of(
                Moment.ofInstant(Instant.ofEpochMilli(fromMillis - length), zone),
                Moment.ofInstant(Instant.ofEpochMilli(fromMillis - 1), zone),
                zone,
                weekStart);
    }

    /** The range that begins with a local day and ends as this one does. */
    public TimeRange startingOn(LocalDate day) {
        return of(Moment.ofDate(day, zone), to, zone, weekStart);
    }

    /** The range that begins with the bucket before this one's first bucket, and ends as this one does. */
    TimeRange startingWithBucketBefore(Interval interval) {
        Instant before = interval.start(Instant.ofEpochMilli(fromMillis), zone, weekStart)
                .minusMillis(1);
        return of(Moment.ofInstant(interval.start(before, zone, weekStart), zone), to, zone, weekStart);
    }

    /** The same range earlier in local calendar time. */
    public TimeRange earlierBy(Period period) {
        return of(from.earlierBy(period, zone), to.earlierBy(period, zone), zone, weekStart);
    }
}
