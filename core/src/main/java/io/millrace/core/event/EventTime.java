package io.millrace.core.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened, in UTC milliseconds. A client's clock is corrected by its own send time: {@code received −
 * (sentAt − timestamp)}; what lies after the arrival is moved to it, and flagged if by more than five minutes.
 */
public record EventTime(long millis, boolean future) {

    static final Duration TOLERATED_FUTURE = Duration.ofMinutes(5);

    /**
     * @param timestampMillis what the client said, null if nothing
     * @param sentAtMillis the client's clock as it sent the event or its batch, null if unknown
     * @param receivedMillis the arrival
     */
    public static EventTime of(@Nullable Long timestampMillis, @Nullable Long sentAtMillis, long receivedMillis) {
        if (timestampMillis == null) {
            return new EventTime(receivedMillis, false);
        }
        long happened = sentAtMillis == null
                ? timestampMillis
                : saturatedSubtract(receivedMillis, saturatedSubtract(sentAtMillis, timestampMillis));
        if (happened <= receivedMillis) {
            return new EventTime(happened, false);
        }
        return new EventTime(receivedMillis, happened - receivedMillis > TOLERATED_FUTURE.toMillis());
    }

    /** Events before 1970 are rejected. */
    public boolean inRange() {
        return millis >= 0;
    }

    private static long saturatedSubtract(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return difference;
    }
}
