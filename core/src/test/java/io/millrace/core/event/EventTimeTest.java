package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventTimeTest {

    private static final long RECEIVED = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    @Test
    void anEventWithoutATimeHappenedAsItArrived() {
        assertThat(EventTime.of(null, RECEIVED - MINUTE, RECEIVED)).isEqualTo(new EventTime(RECEIVED, false));
    }

    @Test
    void aClockThatGoesWrongIsCorrectedByItsOwnSendTime() {
        long wrong = RECEIVED + Duration.ofDays(400).toMillis();

        assertThat(EventTime.of(wrong - 3 * MINUTE, wrong, RECEIVED))
                .isEqualTo(new EventTime(RECEIVED - 3 * MINUTE, false));
    }

    @Test
    void withoutASendTimeTheTimestampStands() {
        assertThat(EventTime.of(RECEIVED - MINUTE, null, RECEIVED)).isEqualTo(new EventTime(RECEIVED - MINUTE, false));
    }

    @Test
    void theFutureBecomesTheArrivalAndIsFlaggedPastFiveMinutes() {
        assertThat(EventTime.of(RECEIVED + 5 * MINUTE, null, RECEIVED)).isEqualTo(new EventTime(RECEIVED, false));
        assertThat(EventTime.of(RECEIVED + 5 * MINUTE + 1, null, RECEIVED)).isEqualTo(new EventTime(RECEIVED, true));
    }

    @Test
    void anEventSentBeforeItHappenedIsTheFutureToo() {
        assertThat(EventTime.of(RECEIVED + 10 * MINUTE, RECEIVED, RECEIVED)).isEqualTo(new EventTime(RECEIVED, true));
    }

    @Test
    void before1970IsOutOfRange() {
        assertThat(EventTime.of(-1L, null, RECEIVED).inRange()).isFalse();
        assertThat(EventTime.of(0L, null, RECEIVED).inRange()).isTrue();
    }

    @Test
    void absurdClocksDoNotOverflow() {
        assertThat(EventTime.of(Long.MIN_VALUE + 1, Long.MAX_VALUE, RECEIVED).inRange())
                .isFalse();
        assertThat(EventTime.of(Long.MAX_VALUE, Long.MIN_VALUE + 1, RECEIVED)).isEqualTo(new EventTime(RECEIVED, true));
    }
}
