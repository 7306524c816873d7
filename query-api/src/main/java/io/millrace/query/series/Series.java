package io.millrace.query.series;

import io.millrace.query.group.GroupKey;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.TimeRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of one series over one range.
 *
 * @param groups in the order in which they are shown; one, without a key's meaning, where nothing is grouped
 * @param total the measure over the whole range and all groups
 */
record Series(TimeRange range, Buckets buckets, List<Group> groups, BigDecimal total) {

    /**
     * One group's numbers.
     *
     * @param values one per bucket
     * @param total the measure over the whole range
     */
    record Group(GroupKey key, List<BigDecimal> values, BigDecimal total) {
        Group {
            values = List.copyOf(values);
        }

        GroupKey.Sized sized() {
            return new GroupKey.Sized(key, total);
        }
    }

    Series {
        groups = List.copyOf(groups);
    }

    /** The same with the largest groups first. */
    Series ordered() {
        List<Group> ordered = new ArrayList<>(groups);
        ordered.sort((one, two) -> GroupKey.order().compare(one.sized(), two.sized()));
        return new Series(range, buckets, ordered, total);
    }
}
