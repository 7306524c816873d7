package io.millrace.delivery.flow;

import java.time.Duration;

/**
 * How a channel is driven.
 *
 * @param concurrency calls at once
 * @param perTarget calls at once to one target, so that a slow one leaves room for others
 * @param perSecond calls in a second at most; 0 for no limit
 * @param attempts at most, the first included; times when a target is known to be down do not count
 * @param firstDelay between the first two attempts; doubles from then on, by up to a fifth more or less
 * @param maxDelay between two attempts
 * @param openFor how long a target that failed repeatedly gets no calls
 */
public record Pace(
        int concurrency,
        int perTarget,
        int perSecond,
        int attempts,
        Duration firstDelay,
        Duration maxDelay,
        Duration openFor) {

    /** Failures in a row after which a target is left alone. */
    static final int FAILURES_MAX = 5;

    public Pace {
        if (concurrency < 1 || perTarget < 1 || perSecond < 0 || attempts < 1) {
            throw new IllegalArgumentException("a channel needs at least one call and one attempt");
        }
    }
}
