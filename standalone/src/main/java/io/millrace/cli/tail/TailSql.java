package io.millrace.cli.tail;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The queries of a tail. The API takes no parameters, so what goes into them is numbers alone, and a name as hexadecimal
 * digits.
 */
final class TailSql {

    static final int PAGE_ROWS = 10_000;

    private final String condition;

    /** @param event the only event to show, null for all */
    TailSql(@Nullable String event) {
        this.condition = event == null
                ? "true"
                : "event = unhex('" + HexFormat.of().formatHex(event.getBytes(StandardCharsets.UTF_8)) + "')";
    }

    static String now() {
        return "SELECT intDiv(toUnixTimestamp64Milli(now64(3)), 1000) AS second";
    }

    String counts(long fromSecond) {
        return """
                SELECT intDiv(toUnixTimestamp64Milli(received_at), 1000) AS second, count() AS n
                FROM events
                WHERE received_at >= fromUnixTimestamp64Milli(%d)
                  AND %s
                GROUP BY second
                """
                .formatted(fromSecond * 1000, condition);
    }

    /** The events of one second of arrival that come after a position, in order. */
    String events(long second, Position after) {
        return """
                SELECT
                    toUnixTimestamp64Milli(received_at) AS received_ms,
                    partition,
                    offset,
                    text
                FROM events
                WHERE received_at >= fromUnixTimestamp64Milli(%d)
                  AND received_at < fromUnixTimestamp64Milli(%d)
                  AND %s
                  AND (toUnixTimestamp64Milli(received_at), partition, toInt64(offset)) > (%d, %d, %d)
                ORDER BY received_at, partition, offset
                LIMIT %d
                """
                .formatted(
                        second * 1000,
                        (second + 1) * 1000,
                        condition,
                        after.receivedMillis(),
                        after.partition(),
                        after.offset(),
                        PAGE_ROWS);
    }
}
