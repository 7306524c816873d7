package io.millrace.ingest.key;

import io.millrace.streams.definition.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the definitions on for those who met an unknown key: one refresh at a time for all who wait, and at most five a
 * second, so that a flood of made-up keys costs no more than one. Everyone gets a refresh that began after asking.
 * Thread-safe.
 */
final class AccessRefresh implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessRefresh.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Access access;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "ingest-access-refresh");
        created.setDaemon(true);
        return created;
    });
    private List<Consumer<Boolean>> waiting = new ArrayList<>();
    private long earliestNanos = System.nanoTime();

    AccessRefresh(Access access) {
        this.access = access;
    }

    /** @param then told whether it worked, on the refreshing thread */
    void afterwards(Consumer<Boolean> then) {
        boolean first;
        long delayNanos;
        synchronized (this) {
            first = waiting.isEmpty();
            waiting.add(then);
            delayNanos = Math.max(0, earliestNanos - System.nanoTime());
        }
        if (!first) {
            return;
        }
        try {
            var unused = thread.schedule(this::refresh, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            tellAll(take(), false);
        }
    }

    private void refresh() {
        List<Consumer<Boolean>> served = take();
        boolean worked = true;
        try {
            access.refresh();
        } catch (RuntimeException e) {
            worked = false;
            LOG.warn("Keys cannot be checked now, their events are answered with 503: {}", e.getMessage());
        }
        tellAll(served, worked);
    }

    private synchronized List<Consumer<Boolean>> take() {
        List<Consumer<Boolean>> served = waiting;
        waiting = new ArrayList<>();
        earliestNanos = System.nanoTime() + PAUSE_NANOS;
        return served;
    }

    private static void tellAll(List<Consumer<Boolean>> served, boolean worked) {
        for (Consumer<Boolean> one : served) {
            try {
                one.accept(worked);
            } catch (RuntimeException e) {
                LOG.warn("A request could not be told about its key", e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
