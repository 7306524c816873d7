package io.millrace.ingest;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The one answer to a request; of several that are given the first is sent. Thread-safe. */
final class Reply {

    private final Response response;
    private final Callback callback;
    private final boolean pixel;
    private final AtomicBoolean given = new AtomicBoolean();

    /** @param pixel whether the client gets an image whatever happens, since it is a page that shows it */
    Reply(Response response, Callback callback, boolean pixel) {
        this.response = response;
        this.callback = callback;
        this.pixel = pixel;
    }

    /** Takes the right to answer; true for the first. */
    boolean claim() {
        return given.compareAndSet(false, true);
    }

    boolean given() {
        return given.get();
    }

    /** Sends success, as whoever claimed it. */
    void success() {
        if (pixel) {
            Answers.pixel(response, callback);
        } else {
            Answers.success(response, callback);
        }
    }

    /** Sends a refusal, as whoever claimed it. */
    void refuse(Refusal refusal) {
        if (pixel) {
            Answers.pixel(response, callback);
        } else {
            Answers.refuse(response, callback, refusal);
        }
    }

    /** Sends a refusal and gives up the connection, as whoever claimed it. */
    void refuseAndClose(Refusal refusal) {
        Answers.refuseAndClose(response, callback, refusal);
    }

    /** There is nobody to answer to any more. */
    void abandon(Throwable failure) {
        if (claim()) {
            callback.failed(failure);
        }
    }
}
