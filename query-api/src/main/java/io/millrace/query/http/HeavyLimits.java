package io.millrace.query.http;

import java.time.Duration;

/**
 * How many calls that may need much of ClickHouse are answered at once; others wait their turn.
 *
 * @param most of all workspaces
 * @param mostOfOne of one workspace
 * @param waiting how many may wait
 * @param patience how long one waits before it is refused
 */
public record HeavyLimits(int most, int mostOfOne, int waiting, Duration patience) {

    public HeavyLimits {
        if (most < 1 || mostOfOne < 1 || waiting < 0 || patience.isNegative()) {
            throw new IllegalArgumentException("at least one call is answered at a time");
        }
    }
}
