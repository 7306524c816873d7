package io.millrace.ingest;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body as it arrives, holding no thread between its parts. Ends in exactly one call of its receiver: the body, a
 * refusal (too large, too slow, no room), or the connection's failure.
 */
final class BodyReader implements Runnable {

    /** Whom the body is for. */
    interface Receiver {
        void received(byte[] body);

        /** Whatever is left of the body is not read any more. */
        void refused(Refusal refusal);

        void failed(Throwable failure);
    }

    private static final int FIRST_BYTES = 16 * 1024;
    private static final long DROPPED_BYTES_MAX = 64L << 20;
    private static final byte[] NOTHING = {};
    private static final Refusal TOO_LARGE =
            Refusal.tooLarge("the body has more than " + IngestSettings.BODY_BYTES_MAX + " bytes");

    private final Request request;
    private final InFlight.Share share;
    private final Scheduler scheduler;
    private final Duration timeout;
    private final Receiver receiver;
    private final AtomicBoolean ended = new AtomicBoolean();
    private byte[] bytes = NOTHING;
    private long dropped;
    private @Nullable Refusal refusal;
    private int length;
    private Scheduler.@Nullable Task timer;

    BodyReader(Request request, InFlight.Share share, Scheduler scheduler, Duration timeout, Receiver receiver) {
        this.request = request;
        this.share = share;
        this.scheduler = scheduler;
        this.timeout = timeout;
        this.receiver = receiver;
    }

    /** Reads what is there and comes back for more; the first call starts it. */
    @Override
    public void run() {
        if (announcesTooMuch()) {
            end(() -> receiver.refused(TOO_LARGE));
        }
        while (!ended.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                startTimer();
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                Throwable failure = chunk.getFailure();
                end(() -> receiver.failed(failure));
                return;
            }
            boolean last = chunk.isLast();
            try {
                take(chunk);
            } finally {
                chunk.release();
            }
            if (last || dropped > DROPPED_BYTES_MAX) {
                finish();
            }
        }
    }

    /** Whether to refuse before the first byte: the client asked whether to send, or would send for too long. */
    private boolean announcesTooMuch() {
        long announced = request.getLength();
        return announced > IngestSettings.BODY_BYTES_MAX
                && (announced > DROPPED_BYTES_MAX || request.getHeaders().contains(HttpHeader.EXPECT));
    }

    /** Keeps a part, or drops it once the body is refused: whoever is still sending would not see the answer. */
    private void take(Content.Chunk chunk) {
        int more = chunk.remaining();
        if (refusal == null) {
            refusal = reserve(more);
        }
        if (refusal == null) {
            chunk.get(bytes, length, more);
            length += more;
        } else {
            bytes = NOTHING;
            dropped += more;
        }
    }

    private @Nullable Refusal reserve(int more) {
        if (length + more > IngestSettings.BODY_BYTES_MAX) {
            return TOO_LARGE;
        }
        if (length + more > bytes.length) {
            int capacity = Math.max(length + more, Math.max(2 * bytes.length, firstCapacity()));
            if (!share.resize(capacity)) {
                return Refusal.OVERLOADED;
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        return null;
    }

    private void finish() {
        Refusal found = refusal;
        if (found != null) {
            end(() -> receiver.refused(found));
        } else {
            end(() -> receiver.received(bytes.length == length ? bytes : Arrays.copyOf(bytes, length)));
        }
    }

    /** What the request announces is taken at its word only as far as a small body. */
    private int firstCapacity() {
        long announced = request.getLength();
        return announced < 0 ? FIRST_BYTES : (int) Math.min(announced, 4 * FIRST_BYTES);
    }

    private void startTimer() {
        if (timer == null) {
            timer = scheduler.schedule(
                    () -> end(() -> receiver.refused(Refusal.BODY_TIMEOUT)), timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void end(Runnable outcome) {
        if (ended.compareAndSet(false, true)) {
            Scheduler.Task running = timer;
            if (running != null) {
                running.cancel();
            }
            outcome.run();
        }
    }
}
