package io.millrace.cli.importing;

import io.millrace.cli.client.Accounting;
import io.millrace.cli.client.ServiceUnavailable;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Waits until every event that ingest took is stored, a duplicate or rejected. Events that went out twice settle twice, so
 * a large enough sum does not mean the end: the stream must have caught up too, or the sum have come to rest, since other
 * senders may never let the stream catch up.
 */
final class StreamWait {

    /** Several checkpoints: what is still on its way shows within it. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final Duration askEvery;
    private final Duration patience;

    /** @param patience how long to wait without any progress */
    StreamWait(Duration askEvery, Duration patience) {
        this.askEvery = askEvery;
        this.patience = patience;
    }

    /** An accounting at a moment, and whether the stream had passed everything then. */
    record Snapshot(Accounting accounting, boolean caughtUp) {}

    /** The last accounting; its {@code settled} is short of what was expected if patience ended. */
    Accounting await(long expected, Supplier<Snapshot> ask) throws InterruptedException {
        Accounting last = new Accounting(0, 0, 0, 0);
        long lastProgress = System.nanoTime();
        while (true) {
            boolean caughtUp = false;
            try {
                Snapshot now = ask.get();
                if (now.accounting().settled() > last.settled()) {
                    lastProgress = System.nanoTime();
                }
                last = now.accounting();
                caughtUp = now.caughtUp();
            } catch (ServiceUnavailable e) {
                if (System.nanoTime() - lastProgress > patience.toNanos()) {
                    throw e;
                }
            }
            long still = System.nanoTime() - lastProgress;
            boolean atRest = caughtUp || still > REST.toNanos();
            if (last.settled() >= expected && atRest || still > patience.toNanos()) {
                return last;
            }
            Thread.sleep(askEvery.toMillis());
        }
    }
}
