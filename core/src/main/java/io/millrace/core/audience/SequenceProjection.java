package io.millrace.core.audience;

import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.Rule;
import java.util.List;
import java.util.Optional;

/** Which steps of a sequence an event can be. */
final class SequenceProjection implements LeafProjection {

    private final List<EventPattern> steps;

    SequenceProjection(Rule.Sequence sequence) {
        this.steps = sequence.steps();
    }

    @Override
    public Optional<LeafEvent> project(EventView event) {
        int roles = 0;
        for (int step = 0; step < steps.size(); step++) {
            if (Patterns.matches(steps.get(step), event)) {
                roles |= 1 << step;
            }
        }
        return roles == 0
                ? Optional.empty()
                : Optional.of(new LeafEvent(event.timestamp(), event.arrival(), roles, null, 0));
    }

    @Override
    public boolean readsProperties() {
        return steps.stream().anyMatch(step -> !step.where().isEmpty());
    }

    @Override
    public List<EventPattern> patterns() {
        return steps;
    }
}
