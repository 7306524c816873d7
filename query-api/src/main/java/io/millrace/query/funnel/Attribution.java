package io.millrace.query.funnel;

/**
 * Which of an actor's events name its group.
 *
 * @param step the step of {@link Kind#STEP}, counted from 0
 */
public record Attribution(Kind kind, int step) {

    /** How the events are chosen, among those in the range that match a step. */
    public enum Kind {
        /** The first that has a value. */
        FIRST_TOUCH,
        /** The last that has a value. */
        LAST_TOUCH,
        /** Each value is a funnel of its own, over the events that have it. */
        ALL_STEPS,
        /** Each value on the events of one step, which then alone fill that step. */
        STEP
    }

    public static final Attribution FIRST_TOUCH = new Attribution(Kind.FIRST_TOUCH, 0);

    public Attribution {
        if (step < 0) {
            throw new IllegalArgumentException("steps count from 0");
        }
    }

    /** Whether one event names the actor's only group. */
    boolean isTouch() {
        return kind == Kind.FIRST_TOUCH || kind == Kind.LAST_TOUCH;
    }
}
