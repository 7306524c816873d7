package io.millrace.query.series;

import io.millrace.query.group.GroupKey;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.TimeRange;
import java.util.List;

/**
 * A query's numbers over one range.
 *
 * @param groups in the order in which they are shown; one, without a key's meaning, where nothing is grouped
 * @param total the measure over the whole range and all groups
 */
record Series(TimeRange range, Buckets buckets, List<Group> groups, long total) {

    /**
     * One group's numbers.
     *
     * @param counts one per bucket
     * @param total the measure over the whole range
     */
    record Group(GroupKey key, List<Long> counts, long total) {
        Group {
            counts = List.copyOf(counts);
        }
    }

    Series {
        groups = List.copyOf(groups);
    }
}
