package io.millrace.query.retention;

import io.millrace.query.request.Problem;
import io.millrace.query.time.Buckets;
import io.millrace.query.time.TimeRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The shape of a retention table: its cohorts are the buckets of the range, and each has columns from 0 on. A cell is a
 * cohort and a column; cells are numbered row by row. Immutable.
 */
final class Grid {

    static final int CELLS_MAX = 2_000_000;

    private final RetentionQuery query;
    private final Buckets buckets;
    private final int cohorts;
    private final int[] firstCells;
    private final long[] stretchStarts;
    private final long[] bucketStarts;

    private Grid(RetentionQuery query, Buckets buckets, int cohorts) {
        this.query = query;
        this.buckets = buckets;
        this.cohorts = cohorts;
        this.stretchStarts =
                buckets.stretchStarts().stream().mapToLong(Long::longValue).toArray();
        this.bucketStarts = new long[buckets.count()];
        for (int i = stretchStarts.length - 1; i >= 0; i--) {
            bucketStarts[buckets.stretchBuckets().get(i)] = stretchStarts[i];
        }
        this.firstCells = new int[cohorts + 1];
        long cells = 0;
        for (int cohort = 0; cohort < cohorts; cohort++) {
            cells += columns(cohort);
            if (cells > CELLS_MAX) {
                throw tooMany();
            }
            firstCells[cohort + 1] = (int) cells;
        }
    }

    static Grid of(RetentionQuery query) {
        int cohorts = Buckets.of(query.range(), query.period().interval()).count();
        return new Grid(query, Buckets.of(lookedAt(query), query.period().interval()), cohorts);
    }

    /** Ends the request if so many tables of this shape are too many to show. */
    void checkTables(int count) {
        if ((long) cells() * count > CELLS_MAX) {
            throw tooMany();
        }
    }

    int cohorts() {
        return cohorts;
    }

    /** How many columns a cohort's row has, column 0 included. */
    int columns(int cohort) {
        return query.periods().orElse(cohorts - cohort);
    }

    int cells() {
        return firstCells[cohorts];
    }

    int cell(int cohort, int column) {
        return firstCells[cohort] + column;
    }

    String label(int cohort) {
        return buckets.labels().get(cohort);
    }

    List<String> labels() {
        return buckets.labels().subList(0, cohorts);
    }

    /** The buckets of the range and, where columns go on behind it, at least those of the columns. */
    Buckets buckets() {
        return buckets;
    }

    /** The bucket in which an instant at or after the start of the range lies. */
    int bucketOf(long millis) {
        int found = Arrays.binarySearch(stretchStarts, millis);
        return buckets.stretchBuckets().get(found >= 0 ? found : -found - 2);
    }

    /** The last instant at which a return is looked for. */
    long lastReturnMillis() {
        if (query.periods().isEmpty()) {
            return query.range().toMillis();
        }
        if (query.onOrAfter()) {
            return Long.MAX_VALUE;
        }
        return query.rolling()
                ? query.range().toMillis()
                        + query.periods().getAsInt() * query.period().rollingMillis()
                : lookedAt(query).toMillis();
    }

    /** Whether a column is shown as a number: those of {@code periods} that have not begun yet are not. */
    boolean isKnown(int cohort, int column, Instant now) {
        if (query.periods().isEmpty() || column == 0) {
            return true;
        }
        long begins = query.rolling()
                ? bucketStarts[cohort] + column * query.period().rollingMillis()
                : bucketStarts[cohort + column];
        return begins <= now.toEpochMilli();
    }

    /** Two buckets more than the columns need, so that the last one has its end, also where a zone skipped a day. */
    private static TimeRange lookedAt(RetentionQuery query) {
        TimeRange range = query.range();
        if (query.periods().isEmpty()) {
            return range;
        }
        Instant last = query.period()
                .later(
                        Instant.ofEpochMilli(range.toMillis()).atZone(range.zone()),
                        query.periods().getAsInt() + 1)
                .toInstant();
        return range.until(last.toEpochMilli());
    }

    private static RuntimeException tooMany() {
        return Problem.limitExceeded(
                        "cells",
                        Integer.toString(CELLS_MAX),
                        "the table has more than " + CELLS_MAX
                                + " cells; ask for a longer period, fewer periods or fewer groups")
                .exception();
    }
}
