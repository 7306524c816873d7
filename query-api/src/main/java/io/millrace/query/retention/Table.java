package io.millrace.query.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one retention table, of everybody or of a group.
 *
 * @param rows one per cohort
 * @param summary all cohorts together; each rate divides by the sizes of the cohorts that have the column
 */
record Table(List<Row> rows, Row summary) {

    /**
     * One line.
     *
     * @param cohort the label of its bucket, empty of the summary
     * @param counts one per column, null where the column has not begun yet
     * @param rates as the counts; 0 where there is nobody to divide by
     */
    record Row(String cohort, long size, List<@Nullable Long> counts, List<@Nullable Double> rates) {}

    Table {
        rows = List.copyOf(rows);
    }

    /** @param counts by the number of the cell */
    static Table of(Grid grid, long[] counts, Instant now) {
        List<Row> rows = new ArrayList<>();
        int columns = 0;
        for (int cohort = 0; cohort < grid.cohorts(); cohort++) {
            columns = Math.max(columns, grid.columns(cohort));
            long size = counts[grid.cell(cohort, 0)];
            List<@Nullable Long> shown = new ArrayList<>();
            List<@Nullable Double> rates = new ArrayList<>();
            for (int column = 0; column < grid.columns(cohort); column++) {
                boolean known = grid.isKnown(cohort, column, now);
                long count = counts[grid.cell(cohort, column)];
                shown.add(known ? (Long) count : null);
                rates.add(known ? (Double) rate(count, size) : null);
            }
            rows.add(new Row(grid.label(cohort), size, shown, rates));
        }
        return new Table(rows, summary(rows, columns));
    }

    private static Row summary(List<Row> rows, int columns) {
        List<@Nullable Long> counts = new ArrayList<>();
        List<@Nullable Double> rates = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            long sum = 0;
            long sizes = 0;
            boolean known = false;
            for (Row row : rows) {
                Long count = column < row.counts().size() ? row.counts().get(column) : null;
                if (count != null) {
                    known = true;
                    sum += count;
                    sizes += row.size();
                }
            }
            counts.add(known ? (Long) sum : null);
            rates.add(known ? (Double) rate(sum, sizes) : null);
        }
        return new Row("", rows.stream().mapToLong(Row::size).sum(), counts, rates);
    }

    private static double rate(long count, long size) {
        return size == 0 ? 0 : (double) count / size;
    }
}
