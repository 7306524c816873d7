package io.millrace.flink.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.EventType;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventMinuteTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration LATENESS = Duration.ofMinutes(5);

    @Test
    void windowsBeginWithTheMinute() {
        assertThat(minute(NOON)).isEqualTo(minute(NOON.plusMillis(59_999)));
        assertThat(minute(NOON)).isNotEqualTo(minute(NOON.plusMillis(60_000)));
        assertThat(minute(NOON.plusSeconds(7)).startSeconds()).isEqualTo(NOON.getEpochSecond());
    }

    @Test
    void lateIsWhatArrivesAfterTheWindowAndTheLatenessAllowed() {
        long lastOnTime = NOON.plusSeconds(60).plus(LATENESS).toEpochMilli();

        assertThat(minute(NOON).isLate(lastOnTime, LATENESS)).isFalse();
        assertThat(minute(NOON).isLate(lastOnTime + 1, LATENESS)).isTrue();
    }

    private static EventMinute minute(Instant at) {
        return EventMinute.of("ws", "login", EventType.TRACK, at.toEpochMilli());
    }
}
