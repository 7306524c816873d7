package io.millrace.ingest.json;

/** A body is no JSON that can be used; the message is for the person who sent it. */
public final class UnreadableJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Which of the two: the bytes are no UTF-8, or they are, but no JSON. */
    public enum Fault {
        BAD_ENCODING,
        MALFORMED_JSON
    }

    private final Fault fault;

    public UnreadableJsonException(Fault fault, String message) {
        super(message, null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
