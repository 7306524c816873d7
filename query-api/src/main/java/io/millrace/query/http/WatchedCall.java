package io.millrace.query.http;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One call while it is answered: whether its client is still there, and what runs for it. Thread-safe. */
final class WatchedCall implements AutoCloseable {

    private final Optional<Peer> peer;
    private final Consumer<WatchedCall> onClose;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private boolean closed;
    private boolean left;

    WatchedCall(Optional<Peer> peer, Consumer<WatchedCall> onClose) {
        this.peer = peer;
        this.onClose = onClose;
    }

    void begun(String queryId) {
        // Noted first: who looks between the two lines kills it.
        running.add(queryId);
        if (left()) {
            running.remove(queryId);
            throw new ClientLeftException();
        }
    }

    void ended(String queryId) {
        running.remove(queryId);
    }

    Set<String> running() {
        return Set.copyOf(running);
    }

    /** Looks at the connection. */
    synchronized boolean clientLeft() {
        if (!closed && !left) {
            left = peer.map(Peer::hasLeft).orElse(false);
        }
        return left;
    }

    /** What was seen last, without looking. */
    synchronized boolean left() {
        return left;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            peer.ifPresent(Peer::handBack);
        }
        onClose.accept(this);
    }
}
