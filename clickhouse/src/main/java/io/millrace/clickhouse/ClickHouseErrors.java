package io.millrace.clickhouse;

import com.clickhouse.client.api.ClientMisconfigurationException;
import com.clickhouse.client.api.ServerException;

/** Turns what the client library throws into the two kinds of failure that callers tell apart. */
final class ClickHouseErrors {

    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private ClickHouseErrors() {}

    static ClickHouseException of(ClickHouseEndpoint endpoint, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClickHouseException ours) {
                return ours;
            }
            if (cause instanceof ServerException server) {
                return ofServer(endpoint, server);
            }
            if (cause instanceof ClientMisconfigurationException) {
                return new ClickHouseException(0, cause.getMessage(), thrown);
            }
        }
        return new ClickHouseUnavailableException(
                "ClickHouse at " + endpoint + " cannot be reached: " + deepestMessage(thrown), thrown);
    }

    private static ClickHouseException ofServer(ClickHouseEndpoint endpoint, ServerException server) {
        int status = server.getTransportProtocolCode();
        if (server.getCode() <= 0 && status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT) {
            return new ClickHouseUnavailableException(
                    "ClickHouse at " + endpoint + " answered HTTP " + status + ": " + server.getMessage(), server);
        }
        return new ClickHouseException(Math.max(server.getCode(), 0), server.getMessage(), server);
    }

    /** The innermost cause says what happened on the wire; those around it only that something did. */
    private static String deepestMessage(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
