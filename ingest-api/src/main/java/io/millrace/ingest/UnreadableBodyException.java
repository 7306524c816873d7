package io.millrace.ingest;

/** A body that holds no JSON; carries the answer to it. */
final class UnreadableBodyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    UnreadableBodyException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
