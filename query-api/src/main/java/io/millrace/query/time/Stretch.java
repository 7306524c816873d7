package io.millrace.query.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stretch of time in epoch milliseconds, without its end. */
public record Stretch(long fromMillis, long untilMillis) {

    public Stretch {
        if (fromMillis >= untilMillis) {
            throw new IllegalArgumentException("a stretch ends after it begins");
        }
    }

    public static Stretch of(TimeRange range) {
        return new Stretch(range.fromMillis(), range.toMillis() + 1);
    }

    /**
     * A bucket's part of the range; the first is 0.
     *
     * @return empty where clocks that were set back over midnight make two stretches of it
     */
    public static Optional<Stretch> of(TimeRange range, Interval interval, int bucket) {
        return of(Buckets.of(range, interval), bucket, range.toMillis() + 1);
    }

    /** The whole bucket before the first one, as {@link BucketSql#withHistory} numbers it -1. */
    public static Optional<Stretch> before(TimeRange range, Interval interval) {
        String first = Buckets.of(range, interval).labels().get(0);
        Buckets all = Buckets.of(range.startingWithBucketBefore(interval), interval);
        return of(all, all.labels().indexOf(first) - 1, range.fromMillis());
    }

    private static Optional<Stretch> of(Buckets buckets, int bucket, long endMillis) {
        List<Stretch> found = new ArrayList<>();
        List<Long> starts = buckets.stretchStarts();
        for (int i = 0; i < starts.size(); i++) {
            if (buckets.stretchBuckets().get(i) == bucket) {
                found.add(new Stretch(starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : endMillis));
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
