package io.millrace.streams.record;

/** A record's bytes are none of the formats this version reads; the message says what was found. */
public final class UnreadableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableRecordException(String message) {
        super(message);
    }
}
