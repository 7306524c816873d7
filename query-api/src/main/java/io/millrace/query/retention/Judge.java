package io.millrace.query.retention;

/**
 * Says in which cells of the table one contact stands: column 0 of each cohort it is part of, and the columns in which it
 * returned. Pure; used by one thread.
 */
final class Judge {

    /** Takes cells by cohort and column; each comes once per history. */
    interface Cells {
        void in(int cohort, int column);
    }

    private final RetentionQuery query;
    private final Grid grid;

    Judge(RetentionQuery query, Grid grid) {
        this.query = query;
        this.grid = grid;
    }

    /**
     * @param history in order
     * @param firstOfContact the first deciding event of the contact, whichever value it has
     */
    void judge(History history, long firstOfContact, Cells cells) {
        if (query.looksAtHistory()) {
            long first = history.first();
            if (first == firstOfContact
                    && first >= query.range().fromMillis()
                    && first <= query.range().toMillis()) {
                int cohort = grid.bucketOf(first);
                returns(history, cohort, query.rolling() ? first : cohort, cells);
            }
            return;
        }
        int lastCohort = -1;
        for (int i = 0; i < history.startCount(); i++) {
            long start = history.start(i);
            int cohort = query.rolling() ? grid.bucketOf(start) : (int) start;
            if (cohort != lastCohort) {
                returns(history, cohort, start, cells);
                lastCohort = cohort;
            }
        }
    }

    /** @param origin where column 0 begins: the cohort's bucket, or the instant of the contact's own start */
    private void returns(History history, int cohort, long origin, Cells cells) {
        cells.in(cohort, 0);
        if (query.onOrAfter()) {
            int deciding = history.returnCount() - query.minOccurrences();
            long last =
                    deciding < 0 ? 0 : Math.min(column(history.returned(deciding), origin), grid.columns(cohort) - 1);
            for (int column = 1; column <= last; column++) {
                cells.in(cohort, column);
            }
            return;
        }
        int next = 0;
        while (next < history.returnCount()) {
            long column = column(history.returned(next), origin);
            int run = next;
            while (run < history.returnCount() && column(history.returned(run), origin) == column) {
                run++;
            }
            if (column > 0 && column < grid.columns(cohort) && run - next >= query.minOccurrences()) {
                cells.in(cohort, (int) column);
            }
            next = run;
        }
    }

    private long column(long returned, long origin) {
        return query.rolling() ? Math.floorDiv(returned - origin, query.period().rollingMillis()) : returned - origin;
    }
}
