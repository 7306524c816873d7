package io.millrace.cli.importing;

import io.millrace.cli.client.Accounting;
import io.millrace.cli.client.ServiceUnavailable;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits until every event that ingest took is stored, a duplicate or rejected. */
final class StreamWait {

    private final Duration askEvery;
    private final Duration patience;

    /** @param patience how long to wait without any progress */
    StreamWait(Duration askEvery, Duration patience) {
        this.askEvery = askEvery;
        this.patience = patience;
    }

    /** The last accounting; its {@code settled} is short of what was expected if patience ended. */
    Accounting await(long expected, Supplier<Accounting> ask) throws InterruptedException {
        Accounting last = new Accounting(0, 0, 0, 0);
        long lastProgress = System.nanoTime();
        while (true) {
            try {
                Accounting now = ask.get();
                if (now.settled() > last.settled()) {
                    lastProgress = System.nanoTime();
                }
                last = now;
            } catch (ServiceUnavailable e) {
                if (System.nanoTime() - lastProgress > patience.toNanos()) {
                    throw e;
                }
            }
            if (last.settled() >= expected || System.nanoTime() - lastProgress > patience.toNanos()) {
                return last;
            }
            Thread.sleep(askEvery.toMillis());
        }
    }
}
