package io.millrace.delivery.endpoint;

import java.time.Duration;
import java.util.Optional;

/**
 * When a delivery is tried again: after the first delay, then after six times as long each, more or less by a tenth. With
 * five minutes that is 5 min, 30 min, 3 h and 18 h, together less than 24 hours. Pure.
 *
 * @param firstDelay between the first two attempts
 */
record RetryPlan(Duration firstDelay) {

    /** In one round, the first included. */
    static final int ATTEMPTS = 5;

    private static final int GROWTH = 6;
    private static final double JITTER = 0.1;
    private static final Duration LONGEST = Duration.ofHours(24);

    /**
     * @param attempts made so far, at least one
     * @param id spreads deliveries that failed together; the same one is always spread alike
     * @param asked what the endpoint asked for
     */
    Duration delay(int attempts, String id, Optional<Duration> asked) {
        double spread = 1 + JITTER * ((id + attempts).hashCode() % 1_000) / 1_000.0;
        double planned = firstDelay.toMillis() * Math.pow(GROWTH, attempts - 1) * spread;
        long wanted = Math.max((long) planned, asked.orElse(Duration.ZERO).toMillis());
        return Duration.ofMillis(Math.min(wanted, LONGEST.toMillis()));
    }
}
