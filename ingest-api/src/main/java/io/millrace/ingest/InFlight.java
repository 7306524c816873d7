package io.millrace.ingest;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that requests hold, so that a slow broker or many slow clients cannot fill memory. Thread-safe. */
final class InFlight {

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    InFlight(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    long bytes() {
        return bytes.get();
    }

    Share open() {
        return new Share();
    }

    /** What one request holds; closed when nothing is held any more, after which it takes no more. */
    final class Share implements AutoCloseable {

        private long held;
        private boolean closed;

        /** Holds this many bytes instead of those before; false, and unchanged, if there is no room. */
        synchronized boolean resize(long wanted) {
            long more = wanted - held;
            if (closed || more > 0 && bytes.get() + more > bytesMax) {
                return false;
            }
            bytes.addAndGet(more);
            held = wanted;
            return true;
        }

        @Override
        public synchronized void close() {
            closed = true;
            bytes.addAndGet(-held);
            held = 0;
        }
    }
}
