package io.millrace.core.campaign;

/** What ends a run at once, wherever it waits, if it happens after entry. */
public sealed interface ExitCondition {

    <R> R accept(Visitor<R> visitor);

    /** One method a kind, and no default. */
    interface Visitor<R> {
        R event(OnEvent condition);

        R segment(OnSegment condition);
    }

    record OnEvent(EventMatch match) implements ExitCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.event(this);
        }
    }

    /** @param entry whether entering the segment ends the run; else leaving it */
    record OnSegment(String segment, boolean entry) implements ExitCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.segment(this);
        }
    }
}
