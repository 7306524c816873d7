package io.millrace.query.retention;

import io.millrace.query.request.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up the cohorts of each group value. Used by one thread. */
final class GroupSizes implements RetentionRows.Receiver {

    private static final int VALUES_MAX = 1_000_000;

    private final Judge judge;
    private final Map<List<String>, Long> sizes = new HashMap<>();

    GroupSizes(RetentionQuery query, Grid grid) {
        this.judge = new Judge(query, grid);
    }

    @Override
    public void contact(long high, long low, List<History> histories) {
        long first = Counts.first(histories);
        for (History history : histories) {
            judge.judge(history, first, (cohort, column) -> {
                if (column == 0) {
                    sizes.merge(history.values(), 1L, Long::sum);
                }
            });
        }
        if (sizes.size() > VALUES_MAX) {
            throw Problem.limitExceeded(
                            "memory",
                            VALUES_MAX + " group values",
                            "the field has too many values; group by another one, or filter")
                    .exception();
        }
    }

    Map<List<String>, Long> sizes() {
        return Map.copyOf(sizes);
    }
}
