package io.millrace.query.stream;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads for all clients of a stream: it begins with the first of them, reads on after a fault, and ends
 * when nobody is left. Thread-safe.
 */
public final class ReaderThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderThread.class);
    private static final long PAUSE_AFTER_FAULT_MILLIS = 1_000;
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Something that is read from; used by the thread alone, closed and opened anew after a fault. */
    public interface Source extends AutoCloseable {

        /** Reads for a moment and hands out what there is. */
        void read();

        /** Says to every client that the connection is alive. */
        void heartbeat();

        @Override
        void close();
    }

    private final String name;
    private final Supplier<? extends Source> opening;
    private final BooleanSupplier wanted;
    private final Runnable farewell;
    private final Object lock = new Object();
    private boolean runs;
    private volatile boolean closed;

    /**
     * @param opening called by the thread; if it fails, it is called again
     * @param wanted whether there is anybody to read for, asked of by the thread
     * @param farewell called by the thread when this is closed
     */
    public ReaderThread(String name, Supplier<? extends Source> opening, BooleanSupplier wanted, Runnable farewell) {
        this.name = name;
        this.opening = opening;
        this.wanted = wanted;
        this.farewell = farewell;
    }

    /** Somebody has come, so that {@code wanted} is true from now on. Returns at once. */
    public void need() {
        synchronized (lock) {
            if (!runs && !closed) {
                runs = true;
                Thread thread = new Thread(this::run, name);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    public boolean isClosed() {
        return closed;
    }

    private void run() {
        while (goesOn()) {
            try (Source source = opening.get()) {
                long beaten = System.nanoTime();
                while (!closed && wanted.getAsBoolean()) {
                    source.read();
                    if (System.nanoTime() - beaten > HEARTBEAT_NANOS) {
                        beaten = System.nanoTime();
                        source.heartbeat();
                    }
                }
            } catch (KafkaException e) {
                LOG.warn("Stream {} cannot be read now", name, e);
                pause();
            } catch (RuntimeException e) {
                // Its clients are still there, and nobody else reads for them.
                LOG.error("Stream {} is broken and begun anew", name, e);
                pause();
            }
        }
        if (closed) {
            farewell.run();
        }
    }

    /** Whoever comes after this was decided starts another thread. */
    private boolean goesOn() {
        synchronized (lock) {
            runs = !closed && wanted.getAsBoolean();
            return runs;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAULT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
