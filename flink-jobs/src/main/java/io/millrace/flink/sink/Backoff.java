package io.millrace.flink.sink;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before another attempt: doubling up to a limit, between half and all of it by chance. */
record Backoff(Duration first, Duration longest) implements Serializable {

    private static final int DOUBLINGS_MAX = 30;

    static final Backoff INSERTS = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    /** @param failures so far, from 1 */
    Duration after(int failures, RandomGenerator chance) {
        long doubled = first.toMillis() << Math.min(failures - 1, DOUBLINGS_MAX);
        long most = doubled <= 0 ? longest.toMillis() : Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(most / 2 + chance.nextLong(most / 2 + 1));
    }
}
