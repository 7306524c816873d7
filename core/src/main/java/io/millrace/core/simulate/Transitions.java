package io.millrace.core.simulate;

import java.util.AbstractList;
import java.util.List;

/** Changes as they are told, each made when it is read. */
final class Transitions extends AbstractList<Outcome.Transition> {

    private final List<Change> changes;

    Transitions(List<Change> changes) {
        this.changes = changes;
    }

    @Override
    public Outcome.Transition get(int index) {
        return changes.get(index).told();
    }

    @Override
    public int size() {
        return changes.size();
    }
}
