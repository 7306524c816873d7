package io.millrace.query.series;

import io.millrace.query.filter.Field;
import io.millrace.query.filter.Leaf;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * A measure of events, or several of them, in each bucket of a range.
 *
 * @param type as it was asked for
 * @param items at least one
 * @param formula what is made of them, if they are not shown themselves
 * @param cumulative whether a bucket's value runs since the start of the range; a contact counts once
 * @param compare the earlier range to show beside this one
 * @param totalOnly whether only the whole range's value is asked for
 */
record SeriesQuery(
        String type,
        List<SeriesItem> items,
        Optional<Formula> formula,
        TimeRange range,
        Interval interval,
        List<Leaf> filters,
        Grouping grouping,
        boolean cumulative,
        Optional<TimeRange> compare,
        boolean totalOnly) {

    static final String TIMESERIES = "timeseries";

    SeriesQuery {
        items = List.copyOf(items);
        filters = List.copyOf(filters);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a query has at least one series");
        }
        if (cumulative && items.stream().anyMatch(item -> !item.measure().cumulates())) {
            throw new IllegalArgumentException("only total, unique_contacts and sum have a running value");
        }
    }

    /** Whether it matters whose the events of a series are. */
    boolean needsContacts(SeriesItem item) {
        return item.measure().needsContacts()
                || item.measure().property().filter(Field::isOfContact).isPresent()
                || grouping.fields().stream().anyMatch(Field::isOfContact)
                || isOfContact(filters)
                || isOfContact(item.event().filters());
    }

    private static boolean isOfContact(List<Leaf> leaves) {
        return leaves.stream().anyMatch(leaf -> leaf.field().isOfContact());
    }
}
