package io.millrace.delivery.flow;

/** The attempt could not begin, through no fault of the message; it does not count. */
final class NotNowException extends Exception {

    private static final long serialVersionUID = 1L;

    NotNowException(String message, Throwable cause) {
        super(message, cause);
    }
}
