package io.millrace.cli.importing;

/**
 * A row that did not become a stored event.
 *
 * @param line where it begins in the file
 * @param reason the typed reason, {@code unreadable_row} if the row never left this machine
 * @param detail what was found and expected, empty if the reason says all
 * @param payload the event, or empty
 */
record Rejection(long line, String reason, String detail, String messageId, String payload) {

    static final String UNREADABLE_ROW = "unreadable_row";

    static Rejection unreadable(long line, String problem) {
        return new Rejection(line, UNREADABLE_ROW, problem, "", "");
    }

    String shown() {
        return "  line " + line + ": " + reason + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
