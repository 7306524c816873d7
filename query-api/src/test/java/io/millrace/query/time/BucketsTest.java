package io.millrace.query.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.query.request.ProblemException;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.Test;

class BucketsTest {

    @Test
    void quartersAndYearsBeginOnTheirFirstDay() {
        TimeRange range = Ranges.of("2025-11-15", "2026-04-01", "UTC");

        assertThat(Buckets.of(range, Interval.QUARTER).labels())
                .containsExactly("2025-10-01", "2026-01-01", "2026-04-01");
        assertThat(Buckets.of(range, Interval.YEAR).labels()).containsExactly("2025-01-01", "2026-01-01");
        assertThat(Buckets.of(range, Interval.MONTH).labels()).hasSize(6).startsWith("2025-11-01");
    }

    @Test
    void aSkippedHourIsNoBucket() {
        // Berlin, 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC.
        assertThat(Buckets.of(Ranges.of("2026-03-29T00:00:00", "2026-03-29T04:00:00", "Europe/Berlin"), Interval.HOUR)
                        .labels())
                .containsExactly(
                        "2026-03-29T00:00:00+01:00",
                        "2026-03-29T01:00:00+01:00",
                        "2026-03-29T03:00:00+02:00",
                        "2026-03-29T04:00:00+02:00");
    }

    @Test
    void aZoneThatMovesByHalfAnHourKeepsItsHours() {
        // Lord Howe, 5 April 2026: 02:00+11:00 becomes 01:30+10:30 at 15:00 UTC the day before.
        Buckets hours = Buckets.of(
                Ranges.of("2026-04-05T01:00:00+11:00", "2026-04-05T02:10:00+10:30", "Australia/Lord_Howe"),
                Interval.HOUR);

        assertThat(hours.labels())
                .containsExactly("2026-04-05T01:00:00+11:00", "2026-04-05T01:00:00+10:30", "2026-04-05T02:00:00+10:30");
        assertThat(hours.stretchStarts())
                .containsExactly(
                        millis("2026-04-04T14:00:00Z"), millis("2026-04-04T15:00:00Z"), millis("2026-04-04T15:30:00Z"));
    }

    @Test
    void aDayThatComesBackIsOneBucketOfTwoStretches() {
        // St. John's, 2 November 2008: at 00:01 clocks went back to 23:01 of the day before (02:31 UTC).
        Buckets days = Buckets.of(Ranges.of("2008-11-01", "2008-11-02", "America/St_Johns"), Interval.DAY);

        assertThat(days.labels()).containsExactly("2008-11-01", "2008-11-02");
        assertThat(days.stretchStarts())
                .containsExactly(
                        millis("2008-11-01T02:30:00Z"),
                        millis("2008-11-02T02:30:00Z"),
                        millis("2008-11-02T02:31:00Z"),
                        millis("2008-11-02T03:30:00Z"));
        assertThat(days.stretchBuckets()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void aDayThatDidNotHappenIsNoBucket() {
        // Samoa went from 29 to 31 December 2011.
        assertThat(Buckets.of(Ranges.of("2011-12-29", "2011-12-31", "Pacific/Apia"), Interval.DAY)
                        .labels())
                .containsExactly("2011-12-29", "2011-12-31");
    }

    @Test
    void aDateAsEndIncludesItsDayOfTwentyFiveHours() {
        TimeRange range = Ranges.of("2026-10-25", "2026-10-25", "Europe/Berlin");

        assertThat(range.toMillis() - range.fromMillis() + 1).isEqualTo(25 * 3_600_000L);
    }

    @Test
    void thePreviousPeriodOfDaysIsAsManyDaysHoweverLongTheyAre() {
        TimeRange previous =
                Ranges.of("2026-10-26", "2026-10-27", "Europe/Berlin").previous();

        assertThat(previous.fromText()).isEqualTo("2026-10-24");
        assertThat(previous.toText()).isEqualTo("2026-10-25");
        assertThat(previous.toMillis() + 1).isEqualTo(millis("2026-10-25T23:00:00Z"));
    }

    @Test
    void theSameRangeAMonthEarlierIsTakenInLocalCalendarTime() {
        TimeRange earlier =
                Ranges.of("2026-03-31", "2026-04-30", "Europe/Berlin").earlierBy(Period.ofMonths(1));

        assertThat(earlier.fromText()).isEqualTo("2026-02-28");
        assertThat(earlier.toText()).isEqualTo("2026-03-30");
    }

    @Test
    void thePreviousPeriodOfTimesIsAsLong() {
        TimeRange previous = Ranges.of("2026-02-01T06:00:00", "2026-02-01T06:59:59.999", "UTC")
                .previous();

        assertThat(previous.fromMillis()).isEqualTo(millis("2026-02-01T05:00:00Z"));
        assertThat(previous.toMillis()).isEqualTo(millis("2026-02-01T05:59:59.999Z"));
    }

    @Test
    void tooManyBucketsAreRefused() {
        assertThatThrownBy(() -> Buckets.of(Ranges.of("2026-01-01", "2026-02-01", "UTC"), Interval.MINUTE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("10000 buckets");
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
