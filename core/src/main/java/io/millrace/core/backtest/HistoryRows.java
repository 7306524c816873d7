package io.millrace.core.backtest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of one contact, in order of arrival; at one arrival the event before what it wrote. */
@FunctionalInterface
public interface HistoryRows {

    /** Null at the end. */
    @Nullable
    HistoryRow next() throws IOException;
}
