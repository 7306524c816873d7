package io.millrace.query.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Ranges for tests. */
public final class Ranges {

    private Ranges() {}

    public static TimeRange ofMillis(long from, long to) {
        return TimeRange.of(
                Moment.ofInstant(Instant.ofEpochMilli(from), ZoneOffset.UTC),
                Moment.ofInstant(Instant.ofEpochMilli(to), ZoneOffset.UTC),
                ZoneOffset.UTC,
                DayOfWeek.MONDAY);
    }

    /** A range as it would be asked for. */
    public static TimeRange of(String from, String to, String zone) {
        ZoneId id = ZoneId.of(zone);
        return TimeRange.of(
                Moment.parse(from, id).orElseThrow(), Moment.parse(to, id).orElseThrow(), id, DayOfWeek.MONDAY);
    }
}
