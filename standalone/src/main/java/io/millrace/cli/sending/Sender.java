package io.millrace.cli.sending;

import io.millrace.cli.client.CommandFailure;
import io.millrace.cli.client.IngestAnswer;
import io.millrace.cli.client.IngestClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches with several in flight and repeats each until ingest has taken it, so that every event arrives at least
 * once; its message id makes that once. Holds at most as many batches as are in flight. {@link #submit} and
 * {@link #finish} are called by one thread, the listener by several.
 */
public final class Sender implements AutoCloseable {

    /** Hears what became of the events. */
    public interface Listener {
        /** Ingest has every event from one position to another, both included. */
        void taken(long first, long last);

        /** A single event is too large for any request; it counts as dealt with. */
        void tooLarge(long position, String message);

        /** Ingest cannot take a batch now; it goes out again after the wait. */
        default void waiting(String message, Duration wait) {}
    }

    private final IngestClient ingest;
    private final RetryPolicy retries;
    private final String importId;
    private final Listener listener;
    private final int inFlight;
    private final Semaphore free;
    private final ExecutorService threads;
    private final AtomicReference<@Nullable CommandFailure> failure = new AtomicReference<>();

    public Sender(IngestClient ingest, RetryPolicy retries, String importId, int inFlight, Listener listener) {
        this.ingest = ingest;
        this.retries = retries;
        this.importId = importId;
        this.listener = listener;
        this.inFlight = inFlight;
        this.free = new Semaphore(inFlight);
        this.threads = Executors.newFixedThreadPool(inFlight, Sender::thread);
    }

    /** Sends in the background; waits while as many batches as allowed are under way. */
    public void submit(Batch batch) throws InterruptedException {
        free.acquire();
        try {
            failIfFailed();
        } catch (CommandFailure e) {
            free.release();
            throw e;
        }
        Runnable delivery = () -> {
            try {
                deliver(batch);
            } catch (CommandFailure e) {
                failure.compareAndSet(null, e);
            } catch (InterruptedException e) {
                failure.compareAndSet(null, new CommandFailure("Interrupted.", e));
            } catch (RuntimeException e) {
                failure.compareAndSet(null, new CommandFailure("Sending failed: " + e, e));
            } finally {
                free.release();
            }
        };
        try {
            threads.execute(delivery);
        } catch (RejectedExecutionException e) {
            free.release();
            throw new CommandFailure("Interrupted.", e);
        }
    }

    /** Waits until everything submitted is taken. */
    public void finish() throws InterruptedException {
        free.acquire(inFlight);
        free.release(inFlight);
        failIfFailed();
    }

    /** Lets requests under way end for so long, then gives them up. */
    public void stop(Duration within) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void failIfFailed() {
        CommandFailure found = failure.get();
        if (found != null) {
            throw found;
        }
    }

    private void deliver(Batch batch) throws InterruptedException {
        byte[] body = batch.body();
        long start = System.nanoTime();
        for (int attempts = 1; ; attempts++) {
            failIfFailed();
            IngestAnswer answer = ingest.send(body, importId + ":" + batch.first());
            if (answer.taken()) {
                listener.taken(batch.first(), batch.last());
                return;
            }
            if (answer.status() == 413) {
                split(batch, answer);
                return;
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            double spread = ThreadLocalRandom.current().nextDouble();
            Optional<Duration> wait = retries.next(answer, attempts, elapsed, spread);
            if (wait.isEmpty()) {
                throw new CommandFailure(sentence(answer, attempts, elapsed));
            }
            listener.waiting(said(answer), wait.get());
            Thread.sleep(wait.get().toMillis());
        }
    }

    private void split(Batch batch, IngestAnswer answer) throws InterruptedException {
        if (batch.size() == 1) {
            listener.tooLarge(batch.first(), answer.message());
            return;
        }
        deliver(batch.firstHalf());
        deliver(batch.secondHalf());
    }

    private String sentence(IngestAnswer answer, int attempts, Duration elapsed) {
        if (answer.status() == 401 || answer.status() == 403) {
            return "Ingest at " + ingest.base() + " does not accept this write key (" + answer.status()
                    + "): check --key or MILLRACE_WRITE_KEY.";
        }
        if (!RetryPolicy.worthRepeating(answer.status())) {
            return said(answer) + ". Repeating would not help.";
        }
        return said(answer) + ". Gave up after " + attempts + " attempts in " + elapsed.toSeconds() + " s.";
    }

    private String said(IngestAnswer answer) {
        return answer.status() == 0
                ? "Ingest at " + answer.message()
                : "Ingest at " + ingest.base() + " answered " + answer.status() + ": " + answer.message();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sender");
        thread.setDaemon(true);
        return thread;
    }
}
