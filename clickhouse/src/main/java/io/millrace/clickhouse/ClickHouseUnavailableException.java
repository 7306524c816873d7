package io.millrace.clickhouse;

import org.jspecify.annotations.Nullable;

/**
 * ClickHouse could not be reached or the connection broke before the answer was complete, so that nobody knows whether
 * the statement took effect; worth a retry, for inserts under the same deduplication token.
 */
public class ClickHouseUnavailableException extends ClickHouseException {

    private static final long serialVersionUID = 1L;

    public ClickHouseUnavailableException(String message, @Nullable Throwable cause) {
        super(0, message, cause);
    }
}
