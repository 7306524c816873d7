package io.millrace.core.campaign;

import io.millrace.core.rule.Rule;

/** What a run waits for. */
public sealed interface WaitFor {

    <R> R accept(Visitor<R> visitor);

    /** One method a kind, and no default. */
    interface Visitor<R> {
        R holds(Holds what);

        R event(Event what);
    }

    /** A rule holds; one that already does lets the run pass at once. */
    record Holds(Rule rules) implements WaitFor {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.holds(this);
        }
    }

    /** An event that arrives while the run waits; one at the very timeout is in time. */
    record Event(EventMatch match) implements WaitFor {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.event(this);
        }
    }
}
