package io.millrace.query.retention;

import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.time.TimeRange;
import java.util.List;
import java.util.OptionalInt;

/**
 * Who started in each bucket of a range, and how many of them returned so many buckets later.
 *
 * @param start the event that makes a contact part of a cohort
 * @param returning the event by which it returns
 * @param periods how many columns each row has; empty for those that begin within the range
 * @param onOrAfter whether a column counts returns in it or later
 * @param rolling whether columns are measured from each contact's own start and not by the calendar
 * @param minOccurrences how many return events a column from 1 on needs
 * @param filters remove events before anything else
 */
record RetentionQuery(
        Selector start,
        Selector returning,
        Mode mode,
        Period period,
        OptionalInt periods,
        boolean onOrAfter,
        boolean rolling,
        int minOccurrences,
        TimeRange range,
        List<Leaf> filters,
        Grouping grouping) {

    static final int PERIODS_MAX = 10_000;
    static final int OCCURRENCES_MAX = 1_000_000;

    /** Which of its start events make a contact part of a cohort. */
    enum Mode {
        /** Each of them, once per bucket. */
        RECURRING,
        /** The first that matches the filters, of all history. */
        FIRST_TIME,
        /** The first event of that name of all history, if it matches the filters. */
        FIRST_EVER
    }

    RetentionQuery {
        filters = List.copyOf(filters);
        if (periods.isPresent() && periods.getAsInt() < 1 || minOccurrences < 1) {
            throw new IllegalArgumentException("periods and occurrences are at least one");
        }
    }

    /** The same of everybody. */
    RetentionQuery ungrouped() {
        return new RetentionQuery(
                start,
                returning,
                mode,
                period,
                periods,
                onOrAfter,
                rolling,
                minOccurrences,
                range,
                filters,
                Grouping.none());
    }

    /** Whether the start event is looked for in all history. */
    boolean looksAtHistory() {
        return mode != Mode.RECURRING;
    }
}
