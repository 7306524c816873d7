package io.millrace.query.http;

/**
 * Server-sent events on their way to one client. What the client has not taken yet waits in a buffer that is bounded in
 * bytes; nobody who sends ever waits. Thread-safe.
 */
public interface EventStream {

    /**
     * Puts a whole event behind those that wait.
     *
     * @return false if it was not put there: the client takes too little, or the stream has ended
     */
    boolean send(byte[] event);

    /** Sends a last event, even if the buffer is full, and ends the stream once it is taken, or soon if it is not. */
    void end(byte[] lastEvent);

    /** Whether the client is still there, as far as is known. */
    boolean isOpen();

    /** Called once, when the stream has ended from either side; at once if it has ended already. */
    void onEnd(Runnable told);
}
