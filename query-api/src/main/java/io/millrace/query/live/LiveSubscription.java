package io.millrace.query.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.query.http.EventStream;
import io.millrace.query.stream.EventFrame;

/**
 * One client of the stream. What it does not take in time is left out, and it is told how much that was. Used by the
 * reader's thread.
 */
final class LiveSubscription {

    private final LiveFilter filter;
    private final EventStream stream;
    private long missed;

    LiveSubscription(LiveFilter filter, EventStream stream) {
        this.filter = filter;
        this.stream = stream;
    }

    LiveFilter filter() {
        return filter;
    }

    boolean isOpen() {
        return stream.isOpen();
    }

    void send(byte[] frame) {
        if (!tellMissed() || !stream.send(frame)) {
            missed++;
        }
    }

    void missed(long count) {
        missed += count;
        tellMissed();
    }

    void about(byte[] frame) {
        stream.send(frame);
    }

    void end(String reason) {
        stream.end(EventFrame.end(reason));
    }

    private boolean tellMissed() {
        if (missed == 0) {
            return true;
        }
        boolean told = stream.send(
                EventFrame.named("missed", JsonNodeFactory.instance.objectNode().put("count", missed)));
        missed = told ? 0 : missed;
        return told;
    }
}
