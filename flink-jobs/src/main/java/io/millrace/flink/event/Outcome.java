package io.millrace.flink.event;

import java.util.Locale;

/** What became of a record; every record of both topics has exactly one, so that accounts can be balanced. */
enum Outcome {
    STORED,
    DUPLICATE,
    REJECTED,
    /** A contact change or a clock tick: no event to people. */
    OTHER;

    private final String text = name().toLowerCase(Locale.ROOT);

    String text() {
        return text;
    }
}
