package io.millrace.query.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * The client at the other end of a connection whose request has been read and not yet answered. In that time Jetty reads
 * nothing from the connection, so a close would stay unseen; this looks for it. What a client sends ahead of the answer
 * is kept and handed back to Jetty. Not thread-safe.
 */
final class Peer {

    private static final int AHEAD_BYTES_MAX = 1024;

    private final HttpConnection connection;
    private @Nullable ByteBuffer ahead;
    private boolean left;

    private Peer(HttpConnection connection) {
        this.connection = connection;
    }

    /** Of the connection that this thread is answering, if it is one of HTTP/1.1 over a socket. */
    static Optional<Peer> ofThisThread() {
        return Optional.ofNullable(HttpConnection.getCurrentConnection()).map(Peer::new);
    }

    /** Whether it has closed its side; once it has sent something ahead, it is taken to be there. */
    boolean hasLeft() {
        if (left || ahead != null) {
            return left;
        }
        EndPoint endPoint = connection.getEndPoint();
        ByteBuffer read = BufferUtil.allocate(AHEAD_BYTES_MAX);
        try {
            int count = endPoint.fill(read);
            left = count < 0;
            if (count > 0) {
                ahead = read;
            }
        } catch (IOException e) {
            // A connection that was reset.
            left = true;
        }
        return left;
    }

    /** Ends the looking; called by the thread that answers, before it goes on to the next request. */
    void handBack() {
        if (ahead != null) {
            connection.onUpgradeTo(ahead);
            ahead = null;
        }
    }
}
