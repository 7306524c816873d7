package io.millrace.ingest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of events that Kafka did not take, every ten seconds at most: a broker that is away fails every request. */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

    void failed(int events, @Nullable Exception cause) {
        untold.addAndGet(events);
        long now = System.nanoTime();
        long next = nextNanos.get();
        if (now - next >= 0 && nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
            LOG.warn(
                    "{} events could not be written to Kafka, the last because of: {}",
                    untold.getAndSet(0),
                    String.valueOf(cause));
        }
    }
}
