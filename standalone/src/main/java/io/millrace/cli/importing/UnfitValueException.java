package io.millrace.cli.importing;

/** A field's value is not what the mapping says it is; the message names what was found and what was expected. */
final class UnfitValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_CHARS = 60;

    UnfitValueException(String field, String found, String expected) {
        super(field + ": found \"" + shortened(found) + "\", expected " + expected);
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }

    /** The message, never null. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
