package io.millrace.flink.event;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long after an event's first arrival another one counts as its copy, between append times. The first arrival says
 * which period holds: a live event is remembered for the live period, an imported one for the longer. What is remembered
 * is a number: the append time in milliseconds, and in its lowest bit whether the event was imported, so that a changed
 * setting also holds for what is remembered already.
 */
public record DedupePeriods(Duration live, Duration imported) implements Serializable {

    public DedupePeriods {
        if (live.isNegative() || live.isZero() || imported.isNegative() || imported.isZero()) {
            throw new IllegalArgumentException("dedupe periods must be positive, found " + live + ", " + imported);
        }
    }

    /** What to keep of a first arrival. */
    public static long remember(long appendMillis, boolean imported) {
        return appendMillis << 1 | (imported ? 1 : 0);
    }

    /** Whether an event that arrives now is a copy of the remembered one. */
    public boolean isCopy(long remembered, long appendMillis) {
        return appendMillis < endMillis(remembered);
    }

    /** Whether no arrival from this time on can be a copy. */
    public boolean isOver(long remembered, long engineMillis) {
        return engineMillis >= endMillis(remembered);
    }

    /** How often it is worth looking for what is over, in engine time. */
    public Duration sweepInterval() {
        return live.dividedBy(2);
    }

    private long endMillis(long remembered) {
        Duration period = (remembered & 1) == 1 ? imported : live;
        return (remembered >> 1) + period.toMillis();
    }
}
