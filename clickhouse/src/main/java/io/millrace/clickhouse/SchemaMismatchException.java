package io.millrace.clickhouse;

/** The database's schema is not one this version may touch; the message says why and is meant for people. */
public final class SchemaMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaMismatchException(String message) {
        super(message);
    }
}
