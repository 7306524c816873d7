package io.millrace.query.http;

/** Nobody waits for the answer any more, so no further statement is run for it. */
final class ClientLeftException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ClientLeftException() {
        super("the client closed its connection before it was answered");
    }
}
