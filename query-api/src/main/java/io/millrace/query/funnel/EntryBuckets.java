package io.millrace.query.funnel;

import io.millrace.query.time.Buckets;
import java.util.Arrays;
import java.util.List;

/** In which bucket an attempt begins. Immutable. */
final class EntryBuckets {

    private final long[] starts;
    private final int[] buckets;
    private final List<String> labels;

    EntryBuckets(Buckets buckets) {
        this.starts =
                buckets.stretchStarts().stream().mapToLong(Long::longValue).toArray();
        this.buckets =
                buckets.stretchBuckets().stream().mapToInt(Integer::intValue).toArray();
        this.labels = buckets.labels();
    }

    int count() {
        return labels.size();
    }

    String label(int bucket) {
        return labels.get(bucket);
    }

    /** @param millis a moment of the range */
    int of(long millis) {
        int found = Arrays.binarySearch(starts, millis);
        return buckets[found >= 0 ? found : -found - 2];
    }
}
