package io.millrace.flink.sink;

import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.ClickHouseUnavailableException;
import java.util.Set;

/** Tells an insert that time may cure from one that it will not. */
final class InsertFailures {

    /** ClickHouse's numbers of what passes by itself: load, memory, disk space, timeouts, a server going down. */
    private static final Set<Integer> PASSING = Set.of(
            159, // TIMEOUT_EXCEEDED
            202, // TOO_MANY_SIMULTANEOUS_QUERIES
            203, // NO_FREE_CONNECTION
            209, // SOCKET_TIMEOUT
            210, // NETWORK_ERROR
            236, // ABORTED
            241, // MEMORY_LIMIT_EXCEEDED
            242, // TABLE_IS_READ_ONLY
            243, // NOT_ENOUGH_SPACE
            252, // TOO_MANY_PARTS
            319, // UNKNOWN_STATUS_OF_INSERT
            394, // QUERY_WAS_CANCELLED
            425, // SYSTEM_ERROR
            473, // DEADLOCK_AVOIDED
            999); // KEEPER_EXCEPTION

    private InsertFailures() {}

    static boolean mayPass(ClickHouseException failure) {
        return failure instanceof ClickHouseUnavailableException || PASSING.contains(failure.code());
    }
}
