package io.millrace.query.write;

import io.millrace.query.request.Problem;
import io.millrace.streams.EventWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until Kafka has taken a number of records. Each is told to it once, on any thread. */
final class Acknowledgements implements EventWriter.Outcome {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CountDownLatch left;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Acknowledgements(int records) {
        this.left = new CountDownLatch(records);
    }

    @Override
    public void settled(@Nullable Exception failed) {
        if (failed != null) {
            failure.compareAndSet(null, failed);
        }
        left.countDown();
    }

    /** Returns when all are stored; else ends the request with 503. */
    void await() {
        boolean settled;
        try {
            settled = left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            settled = false;
        }
        Exception failed = failure.get();
        if (!settled || failed != null) {
            LOG.warn("a contact change was not stored: {}", failed == null ? "no answer in time" : failed.toString());
            throw Problem.of(503, "unavailable", "the change could not be stored now; try again")
                    .exception();
        }
    }
}
