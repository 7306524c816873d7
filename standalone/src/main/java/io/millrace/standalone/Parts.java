package io.millrace.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, stopped in reverse order, once. A part that arrives while everything stops is stopped at once.
 * Thread-safe.
 */
final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> started = new ArrayDeque<>();
    private boolean stopping;

    /** Takes the part over and returns it. */
    <T extends AutoCloseable> T own(String name, T part) {
        synchronized (started) {
            if (!stopping) {
                started.push(new Part(name, part));
                return part;
            }
        }
        stop(new Part(name, part));
        throw new StartFailure("Millrace was stopped while it started.");
    }

    /** One part that fails to stop keeps no other from it. */
    @Override
    public void close() {
        synchronized (started) {
            stopping = true;
        }
        for (Part part = next(); part != null; part = next()) {
            stop(part);
        }
    }

    private @Nullable Part next() {
        synchronized (started) {
            return started.poll();
        }
    }

    private static void stop(Part part) {
        long begin = System.nanoTime();
        try {
            part.closeable().close();
            LOG.info("Stopped {} in {} ms", part.name(), (System.nanoTime() - begin) / 1_000_000);
        } catch (Exception e) {
            LOG.error("{} did not stop cleanly", part.name(), e);
        }
    }
}
