package io.millrace.query.filter;

import io.millrace.query.time.TimeRange;

/** Which rows of table {@code events} belong to a workspace and a stretch of time. */
public final class EventRows {

    /** ClickHouse keeps instants up to 2299; stored events lie after 1970. */
    private static final long LATEST = 10_413_791_999_999L;

    private EventRows() {}

    public static String within(String workspace, TimeRange range, SqlValues values) {
        return within(workspace, range.fromMillis(), range.toMillis(), values);
    }

    /** Both ends count. */
    public static String within(String workspace, long fromMillis, long toMillis, SqlValues values) {
        return "workspace = " + values.text(workspace)
                + " AND timestamp >= fromUnixTimestamp64Milli("
                + values.whole(bounded(fromMillis))
                + ") AND timestamp <= fromUnixTimestamp64Milli("
                + values.whole(Math.max(-1, Math.min(LATEST, toMillis))) + ")";
    }

    /** The nearest instant that ClickHouse keeps. */
    public static long bounded(long millis) {
        return Math.max(0, Math.min(LATEST, millis));
    }
}
