package io.millrace.query.retention;

import java.util.List;

/**
 * Counts the cells of all contacts, in each group that is shown and in the rest, in which a contact counts once per cell.
 * Used by one thread.
 */
final class Counts implements RetentionRows.Receiver {

    private final Judge judge;
    private final Grid grid;
    private final Groups groups;
    private final long[][] byGroup;
    private final long[] rest;
    /** The number of the contact that was last counted in a cell of the rest. */
    private final int[] lastInRest;

    private int contacts;

    Counts(RetentionQuery query, Grid grid, Groups groups) {
        this.judge = new Judge(query, grid);
        this.grid = grid;
        this.groups = groups;
        this.byGroup = new long[groups.keys().size()][grid.cells()];
        this.rest = new long[grid.cells()];
        this.lastInRest = new int[grid.cells()];
    }

    @Override
    public void contact(long high, long low, List<History> histories) {
        contacts++;
        long first = first(histories);
        for (History history : histories) {
            int group = groups.number(history.values());
            judge.judge(history, first, (cohort, column) -> {
                int cell = grid.cell(cohort, column);
                if (group != Groups.REST) {
                    byGroup[group][cell]++;
                } else if (lastInRest[cell] != contacts) {
                    lastInRest[cell] = contacts;
                    rest[cell]++;
                }
            });
        }
    }

    /** The first deciding event of a contact, whichever values its events have. */
    static long first(List<History> histories) {
        long first = Long.MAX_VALUE;
        for (History history : histories) {
            first = Math.min(first, history.decisive());
        }
        return first;
    }

    /** By the number of the cell. */
    long[] of(int group) {
        return byGroup[group].clone();
    }

    /** As {@link #of}; all zero if every group is shown. */
    long[] rest() {
        return rest.clone();
    }
}
