package io.millrace.query.funnel;

import io.millrace.query.group.GroupPlace;
import java.util.Optional;

/**
 * Where a number stands in a funnel's answer.
 *
 * @param number of the step, bin or bucket, from 0
 * @param group empty for the number over all groups
 */
record FunnelPlace(Kind kind, int number, Optional<GroupPlace> group) {

    /** What the number counts. */
    enum Kind {
        REACHED,
        DROPPED,
        BIN,
        ENTERED,
        CONVERTED
    }

    boolean holds(Outcome outcome, FunnelQuery query, FunnelView view, TimeBins bins) {
        return switch (kind) {
            case REACHED -> outcome.did(number);
            case DROPPED -> outcome.did(query.previous(number)) && !outcome.did(number);
            case BIN -> outcome.did(view.toStep()) && bins.of(outcome.millis(view.fromStep(), view.toStep())) == number;
            case ENTERED -> isEntry(outcome, 0);
            case CONVERTED -> isEntry(outcome, 1);
        };
    }

    private boolean isEntry(Outcome outcome, int converted) {
        for (int entry : outcome.entries()) {
            if (entry >> 1 == number) {
                return (entry & 1) >= converted;
            }
        }
        return false;
    }
}
