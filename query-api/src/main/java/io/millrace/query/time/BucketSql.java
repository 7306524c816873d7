package io.millrace.query.time;

import io.millrace.query.filter.SqlValues;
import java.util.ArrayList;
import java.util.List;

/** Writes the number of the bucket in which an event lies, an Int64. */
public final class BucketSql {

    /** What happened before the bucket before the first one, or in the first one and before the range. */
    public static final int EARLIER = -2;

    private BucketSql() {}

    /** For events within the range. */
    public static String number(Buckets buckets, SqlValues values) {
        return number(
                buckets.stretchStarts(),
                buckets.stretchBuckets().stream().map(Integer::longValue).toList(),
                values);
    }

    /** For events of any age up to the range's end: -1 in the bucket before the first one, else {@link #EARLIER}. */
    public static String withHistory(TimeRange range, Interval interval, SqlValues values) {
        Buckets shown = Buckets.of(range, interval);
        Buckets all = Buckets.of(range.startingWithBucketBefore(interval), interval);
        int first = all.labels().indexOf(shown.labels().get(0));
        List<Long> starts = new ArrayList<>(List.of(0L));
        List<Long> numbers = new ArrayList<>(List.of((long) EARLIER));
        for (int i = 0; i < all.stretchStarts().size(); i++) {
            long start = all.stretchStarts().get(i);
            if (start < range.fromMillis()) {
                int number = all.stretchBuckets().get(i) - first;
                starts.add(start);
                numbers.add((long) (number == -1 ? number : EARLIER));
            }
        }
        for (int i = 0; i < shown.stretchStarts().size(); i++) {
            starts.add(shown.stretchStarts().get(i));
            numbers.add((long) shown.stretchBuckets().get(i));
        }
        return number(starts, numbers, values);
    }

    private static String number(List<Long> starts, List<Long> numbers, SqlValues values) {
        return "transform(roundDown(toUnixTimestamp64Milli(timestamp), " + values.wholes(starts) + "), "
                + values.wholes(starts) + ", " + values.wholes(numbers) + ", toInt64(" + EARLIER + "))";
    }
}
