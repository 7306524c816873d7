package io.millrace.cli.tail;

/** The queries of a tail. They are made of numbers alone, for there is no way to pass parameters. */
final class TailSql {

    static final int PAGE_ROWS = 2_000;

    private TailSql() {}

    static String now() {
        return "SELECT intDiv(toUnixTimestamp64Milli(now64(3)), 1000) AS second";
    }

    static String counts(long fromSecond) {
        return """
                SELECT intDiv(toUnixTimestamp64Milli(received_at), 1000) AS second, count() AS n
                FROM events
                WHERE received_at >= fromUnixTimestamp64Milli(%d)
                GROUP BY second
                """
                .formatted(fromSecond * 1000);
    }

    /** The events of one second of arrival that come after a position, in order. */
    static String events(long second, Position after) {
        return """
                SELECT
                    toUnixTimestamp64Milli(received_at) AS received_ms,
                    partition,
                    offset,
                    text
                FROM events
                WHERE received_at >= fromUnixTimestamp64Milli(%d)
                  AND received_at < fromUnixTimestamp64Milli(%d)
                  AND (toUnixTimestamp64Milli(received_at), partition, toInt64(offset)) > (%d, %d, %d)
                ORDER BY received_at, partition, offset
                LIMIT %d
                """
                .formatted(
                        second * 1000,
                        (second + 1) * 1000,
                        after.receivedMillis(),
                        after.partition(),
                        after.offset(),
                        PAGE_ROWS);
    }
}
