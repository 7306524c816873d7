package io.millrace.query.retention;

import io.millrace.query.identity.ContactNumbers;
import java.util.List;

/** Finds the contacts of one cell: those of the cohort who returned in a column, or those who did not. */
final class CellMembers implements RetentionRows.Receiver {

    private final Judge judge;
    private final Groups groups;
    private final RetentionCell cell;
    private final ContactNumbers found;
    private boolean member;
    private boolean returned;

    CellMembers(RetentionQuery query, Grid grid, Groups groups, RetentionCell cell, ContactNumbers found) {
        this.judge = new Judge(query, grid);
        this.groups = groups;
        this.cell = cell;
        this.found = found;
    }

    @Override
    public void contact(long high, long low, List<History> histories) {
        member = false;
        returned = false;
        long first = Counts.first(histories);
        for (History history : histories) {
            if (isMeant(groups.number(history.values()))) {
                judge.judge(history, first, (cohort, column) -> {
                    member |= cohort == cell.cohort();
                    returned |= cohort == cell.cohort() && column == cell.column();
                });
            }
        }
        if (member && returned == cell.returned()) {
            found.add(high, low);
        }
    }

    private boolean isMeant(int group) {
        if (cell.group().isEmpty()) {
            return true;
        }
        return group == Groups.REST
                ? cell.group().get().isOther()
                : cell.group().get().names(groups.keys().get(group));
    }
}
