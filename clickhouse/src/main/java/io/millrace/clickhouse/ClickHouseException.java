package io.millrace.clickhouse;

import org.jspecify.annotations.Nullable;

/** ClickHouse refused or failed a statement; sending the same again would most likely end the same way. */
public class ClickHouseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    public ClickHouseException(int code, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** ClickHouse's own number of the error, 0 where it gave none. */
    public int code() {
        return code;
    }
}
