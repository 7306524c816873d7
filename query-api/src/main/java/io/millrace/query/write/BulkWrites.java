package io.millrace.query.write;

import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import io.millrace.streams.EventWriter;
import io.millrace.streams.record.ContactRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of one file, as fast as Kafka takes them and with a bounded number of bytes under way. Used by one
 * thread. A record that Kafka does not take ends the file with 503, at this call or a later one.
 */
public final class BulkWrites {

    /** Longer than the producer itself tries. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What a record takes beside its body. */
    private static final int FRAME_BYTES = 400;

    private final EventWriter writer;
    private final Semaphore bytes;
    private final Semaphore settled = new Semaphore(0);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private int written;

    BulkWrites(EventWriter writer, Semaphore bytes) {
        this.writer = writer;
        this.bytes = bytes;
    }

    /** Returns when there was room for the changes, which is before they are stored. */
    public void write(String workspace, String keyId, RequestId id, List<Change> changes) {
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            write(new ContactRecord(
                    workspace, keyId, id.ofChange(i, changes.size()), change.person(), Json.bytes(change.action())));
        }
    }

    private void write(ContactRecord record) {
        int size = record.body().length + FRAME_BYTES;
        if (failure.get() != null || !acquired(bytes, size)) {
            throw unavailable();
        }
        written++;
        writer.write(record, failed -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
            bytes.release(size);
            settled.release();
        });
    }

    /** Returns when everything written is stored. */
    public void finish() {
        boolean all = acquired(settled, written);
        written = 0;
        if (!all || failure.get() != null) {
            throw unavailable();
        }
    }

    private static boolean acquired(Semaphore semaphore, int permits) {
        try {
            return semaphore.tryAcquire(permits, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private RuntimeException unavailable() {
        Exception failed = failure.get();
        return Problem.of(
                        503,
                        "unavailable",
                        "the file's rows cannot be stored now" + (failed == null ? "" : ": " + failed.getMessage()))
                .exception();
    }
}
