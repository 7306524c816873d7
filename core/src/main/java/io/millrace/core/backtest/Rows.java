package io.millrace.core.backtest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is known of one contact, in order of arrival; one row is looked at ahead. Used by one thread. */
final class Rows {

    private final HistoryRows source;
    private @Nullable HistoryRow ahead;

    Rows(HistoryRows source) throws IOException {
        this.source = source;
        this.ahead = source.next();
    }

    /** When the next row arrived; {@link Long#MAX_VALUE} at the end. */
    long instant() {
        return ahead == null ? Long.MAX_VALUE : ahead.arrival().millis();
    }

    @Nullable
    HistoryRow take() throws IOException {
        HistoryRow taken = ahead;
        if (taken != null) {
            ahead = source.next();
        }
        return taken;
    }
}
