package io.millrace.query.audience;

import java.util.OptionalLong;

/**
 * The instant a rule is judged at, in epoch milliseconds.
 *
 * @param millis what happened by then counts, by its own time
 * @param knownAt only what had arrived by then counts; empty: everything known now
 */
public record AsOf(long millis, OptionalLong knownAt) {

    /** What ClickHouse can hold in {@code DateTime64(3)}, less a century for windows. */
    private static final long GREATEST = 7_258_118_400_000L;

    public AsOf {
        if (millis < 0 || millis > GREATEST) {
            throw new IllegalArgumentException("rules are judged between 1970 and 2200, found " + millis + " ms");
        }
    }

    public static AsOf at(long millis) {
        return new AsOf(millis, OptionalLong.empty());
    }
}
