package io.millrace.flink.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DedupePeriodsTest {

    private static final long NOON = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    private static final DedupePeriods PERIODS = new DedupePeriods(Duration.ofHours(24), Duration.ofDays(30));

    @Test
    void aLiveEventIsRememberedFor24Hours() {
        long remembered = DedupePeriods.remember(NOON, false);
        long nextNoon = NOON + Duration.ofHours(24).toMillis();

        assertThat(PERIODS.isCopy(remembered, NOON)).isTrue();
        assertThat(PERIODS.isCopy(remembered, nextNoon - 1)).isTrue();
        assertThat(PERIODS.isCopy(remembered, nextNoon)).isFalse();
    }

    @Test
    void anImportedEventIsRememberedFor30Days() {
        long remembered = DedupePeriods.remember(NOON, true);
        long thirtyDaysOn = NOON + Duration.ofDays(30).toMillis();

        assertThat(PERIODS.isCopy(remembered, thirtyDaysOn - 1)).isTrue();
        assertThat(PERIODS.isCopy(remembered, thirtyDaysOn)).isFalse();
    }

    @Test
    void anArrivalWithAnEarlierClockIsACopyToo() {
        assertThat(PERIODS.isCopy(DedupePeriods.remember(NOON, false), NOON - 1))
                .isTrue();
    }

    @Test
    void nothingIsForgottenThatCouldStillHaveACopy() {
        long remembered = DedupePeriods.remember(NOON, false);
        long nextNoon = NOON + Duration.ofHours(24).toMillis();

        assertThat(PERIODS.isOver(remembered, nextNoon - 1)).isFalse();
        assertThat(PERIODS.isOver(remembered, nextNoon)).isTrue();
    }

    @Test
    void periodsMustBePositive() {
        assertThatThrownBy(() -> new DedupePeriods(Duration.ZERO, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
