package io.millrace.query.backfill;

/** A run of the back-fill cannot go on now; it is begun again later. */
final class BackfillException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BackfillException(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
