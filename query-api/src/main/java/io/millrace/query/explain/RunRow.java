package io.millrace.query.explain;

import java.util.List;
import java.util.Optional;

/**
 * A run of a contact, as its steps tell it. Instants are epoch milliseconds.
 *
 * @param trigger by which it entered
 * @param steps in the order in which they were done
 */
record RunRow(String id, long version, String trigger, long enteredAt, boolean heldOut, List<Step> steps) {

    /**
     * One thing that a run did.
     *
     * @param step entered, reached, sent, skipped, called, converted, moved or exited
     * @param reason of entered {@code hold_out}, of skipped and exited why; else empty
     * @param until when it goes on from there if nothing else happens; 0 if that is not known
     */
    record Step(String step, String node, String from, int visit, String reason, long at, long until) {}

    RunRow {
        steps = List.copyOf(steps);
    }

    /** Why and when it ended; empty while it goes on. */
    Optional<Step> exit() {
        return last("exited");
    }

    /** Where it stands, or stood last. */
    Optional<Step> place() {
        return last("reached");
    }

    /** Whether it was on its way at an instant. */
    boolean isOpenAt(long at) {
        return enteredAt <= at && exit().map(step -> step.at() > at).orElse(true);
    }

    private Optional<Step> last(String kind) {
        Optional<Step> found = Optional.empty();
        for (Step step : steps) {
            if (step.step().equals(kind)) {
                found = Optional.of(step);
            }
        }
        return found;
    }
}
