package io.millrace.ingest;

import io.millrace.ingest.key.KeyCheck;
import io.millrace.streams.EventWriter;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What the requests of one server share.
 *
 * @param executor for what must not run on the threads of Kafka, of the scheduler or of the key check
 */
record Door(
        IngestSettings settings,
        EventWriter writer,
        KeyCheck keys,
        RateLimits rateLimits,
        InFlight inFlight,
        IngestMetrics metrics,
        FailureLog failureLog,
        Clock clock,
        Scheduler scheduler,
        Executor executor) {

    /** Runs a task elsewhere, so that the calling thread can go on with others' work; here only while stopping. */
    void offload(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
