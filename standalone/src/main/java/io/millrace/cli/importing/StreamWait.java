package io.millrace.cli.importing;

import io.millrace.cli.client.Accounting;
import io.millrace.cli.client.ServiceUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Waits until every event that ingest took is stored, a duplicate or rejected. Events that went out twice settle twice, so
 * a large enough sum does not mean the end: the stream must also have passed what had arrived when the wait began. What
 * other senders add after that does not matter.
 */
final class StreamWait {

    private final Duration askEvery;
    private final Duration patience;

    /** @param patience how long to wait without any progress */
    StreamWait(Duration askEvery, Duration patience) {
        this.askEvery = askEvery;
        this.patience = patience;
    }

    /**
     * An accounting at a moment.
     *
     * @param caughtUp whether the stream had passed everything that arrived before {@code asOf}
     */
    record Snapshot(Accounting accounting, boolean caughtUp, String asOf) {}

    /**
     * The last accounting; its {@code settled} is short of what was expected if patience ended.
     *
     * @param ask is given the moment of the first answer once there is one
     */
    Accounting await(long expected, Function<Optional<String>, Snapshot> ask) throws InterruptedException {
        Accounting last = new Accounting(0, 0, 0, 0);
        Optional<String> began = Optional.empty();
        long lastProgress = System.nanoTime();
        while (true) {
            boolean caughtUp = false;
            try {
                Snapshot now = ask.apply(began);
                began = began.or(() -> Optional.of(now.asOf()));
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
            if (last.settled() >= expected && caughtUp || still > patience.toNanos()) {
                return last;
            }
            Thread.sleep(askEvery.toMillis());
        }
    }
}
