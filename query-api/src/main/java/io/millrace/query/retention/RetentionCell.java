package io.millrace.query.retention;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.group.GroupPlace;
import io.millrace.query.request.ObjectReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a retention table.
 *
 * @param returned whether those who returned are meant, else those of the cohort who did not
 * @param group empty for everybody
 */
record RetentionCell(int cohort, int column, boolean returned, Optional<GroupPlace> group) {

    /** The place; empty, with faults, if the table has no such. */
    static Optional<RetentionCell> parse(ObjectReader cell, RetentionQuery query) {
        int faultsBefore = cell.faults().count();
        Grid grid = Grid.of(query);
        Optional<String> label = cell.requiredText("cohort", "the cohort's date");
        if (cell.any("column") == null) {
            cell.faults().required(cell.at("column"), "the column's number is needed", "a whole number");
        }
        int column = cell.whole("column", 0, 0, RetentionQuery.PERIODS_MAX);
        boolean returned = cell.choice("outcome", outcomes(), true);
        Optional<GroupPlace> group = GroupPlace.parse(cell, query.grouping());
        cell.finish();
        int cohort = label.map(text -> cohort(text, cell, grid)).orElse(-1);
        if (cohort >= 0 && column >= grid.columns(cohort)) {
            cell.faults()
                    .invalid(
                            cell.at("column"),
                            IntNode.valueOf(column),
                            "a column of this cohort, 0 to " + (grid.columns(cohort) - 1));
        }
        return cell.faults().count() > faultsBefore
                ? Optional.empty()
                : Optional.of(new RetentionCell(cohort, column, returned, group));
    }

    private static int cohort(String label, ObjectReader cell, Grid grid) {
        int cohort = grid.labels().indexOf(label);
        if (cohort < 0) {
            cell.faults().invalid(cell.at("cohort"), TextNode.valueOf(label), "a cohort of the answer");
        }
        return cohort;
    }

    private static Map<String, Boolean> outcomes() {
        Map<String, Boolean> outcomes = new LinkedHashMap<>();
        outcomes.put("returned", true);
        outcomes.put("away", false);
        return outcomes;
    }
}
