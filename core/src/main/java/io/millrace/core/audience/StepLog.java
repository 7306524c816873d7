package io.millrace.core.audience;

import java.util.ArrayList;
import java.util.List;

/** Gathers what a step does. */
final class StepLog {

    private final List<SegmentTransition> transitions = new ArrayList<>();
    private final List<ProfileWrite> writes = new ArrayList<>();
    private boolean profileChanged;

    void transition(SegmentTransition transition) {
        transitions.add(transition);
    }

    List<SegmentTransition> transitions() {
        return transitions;
    }

    List<ProfileWrite> writes() {
        return writes;
    }

    void profileChanged() {
        profileChanged = true;
    }

    StepResult result(ContactState state) {
        return new StepResult(transitions, writes, profileChanged, state.nextWake());
    }
}
