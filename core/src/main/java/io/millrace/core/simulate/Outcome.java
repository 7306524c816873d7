package io.millrace.core.simulate;

import io.millrace.core.audience.Cause;
import java.util.List;

/**
 * What a scenario does. Takes memory by its changes alone.
 *
 * @param transitions in order of instant, contact, segment
 * @param refused actions that changed nothing, in order
 */
public record Outcome(List<Transition> transitions, Checkpoints checkpoints, List<Refusal> refused) {

    public Outcome {
        refused = List.copyOf(refused);
    }

    /** @param at in epoch milliseconds */
    public record Transition(long at, String contact, String segment, boolean entered, Cause cause) {}

    /**
     * @param at in epoch milliseconds
     * @param action the action's verb
     * @param reason a sentence for people
     */
    public record Refusal(long at, String action, String reason) {}
}
