package io.millrace.query.series;

import io.millrace.query.filter.Field;
import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * How many events, or how many contacts, in each bucket of a range.
 *
 * @param cumulative whether a bucket's value runs since the start of the range; a contact counts once
 * @param compare the earlier range to show beside this one
 * @param totalOnly whether only the whole range's value is asked for
 */
public record SeriesQuery(
        Measure measure,
        Selector event,
        TimeRange range,
        Interval interval,
        List<Leaf> filters,
        Grouping grouping,
        boolean cumulative,
        Optional<TimeRange> compare,
        boolean totalOnly) {

    /** What is counted. */
    public enum Measure {
        EVENT_COUNT("event_count", "count()"),
        UNIQUE_CONTACTS("unique_contacts", "uniqExact(actor)");

        private final String type;
        private final String sql;

        Measure(String type, String sql) {
            this.type = type;
            this.sql = sql;
        }

        String type() {
            return type;
        }

        String sql() {
            return sql;
        }
    }

    public SeriesQuery {
        filters = List.copyOf(filters);
    }

    /** Whether it matters whose the events are. */
    boolean needsContacts() {
        return measure == Measure.UNIQUE_CONTACTS
                || grouping.fields().stream().anyMatch(Field::isOfContact)
                || filters.stream().anyMatch(leaf -> leaf.field().isOfContact());
    }
}
