package io.millrace.flink.event;

import io.millrace.core.event.EventType;
import java.time.Duration;

/**
 * A one-minute window of event time, per workspace, event name and type.
 *
 * @param minute minutes since 1970
 */
record EventMinute(String workspace, String event, EventType type, long minute) {

    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    static EventMinute of(String workspace, String event, EventType type, long timestampMillis) {
        return new EventMinute(workspace, event, type, Math.floorDiv(timestampMillis, MINUTE_MILLIS));
    }

    long startSeconds() {
        return minute * 60;
    }

    /** Whether an event that arrives now comes after the window had ended and the lateness allowed had passed. */
    boolean isLate(long appendMillis, Duration allowedLateness) {
        return appendMillis > (minute + 1) * MINUTE_MILLIS + allowedLateness.toMillis();
    }
}
