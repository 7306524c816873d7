package io.millrace.clickhouse.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded server cannot run; the message says why in words for the person at the terminal. */
public final class EmbeddedClickHouseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedClickHouseException(String message) {
        this(message, null);
    }

    EmbeddedClickHouseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
