package io.millrace.query.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link EventStream} over the container's non-blocking output: no thread waits for a client. */
final class OpenStream implements EventStream, WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStream.class);
    private static final int BUFFER_BYTES_MAX = 1024 * 1024;
    private static final long LAST_WORDS_SECONDS = 5;

    private final ServletOutputStream out;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean started;
    private boolean unflushed;
    private boolean ending;

    OpenStream(ServletOutputStream out) {
        this.out = out;
    }

    /** Done when the stream has ended, whatever ended it. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public synchronized boolean send(byte[] event) {
        if (ending || ended.isDone() || waitingBytes + event.length > BUFFER_BYTES_MAX) {
            return false;
        }
        put(event);
        return true;
    }

    @Override
    public synchronized void end(byte[] lastEvent) {
        if (ending || ended.isDone()) {
            return;
        }
        ending = true;
        put(lastEvent);
        ended.completeOnTimeout(null, LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public boolean isOpen() {
        return !ended.isDone();
    }

    @Override
    public void onEnd(Runnable told) {
        ended.whenComplete((nothing, thrown) -> told.run());
    }

    @Override
    public synchronized void onWritePossible() {
        started = true;
        write();
    }

    @Override
    public void onError(Throwable thrown) {
        LOG.debug("A client of a stream went away: {}", thrown.toString());
        ended.complete(null);
    }

    private void put(byte[] event) {
        waiting.add(event);
        waitingBytes += event.length;
        if (started) {
            write();
        }
    }

    /** As much as the client takes now; the container calls again when it takes more. */
    private void write() {
        try {
            while (!ended.isDone() && out.isReady()) {
                byte[] event = waiting.poll();
                if (event != null) {
                    waitingBytes -= event.length;
                    out.write(event);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    if (ending) {
                        ended.complete(null);
                    }
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            onError(e);
        }
    }
}
