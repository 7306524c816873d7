package io.millrace.core.simulate;

import io.millrace.core.audience.Cause;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a scenario does.
 *
 * @param transitions in order of instant, contact, segment
 * @param members per checkpoint and segment the names of those who are in it, sorted; every segment of the scenario is
 *     there, empty before it is created
 * @param refused actions that changed nothing, in order
 */
public record Outcome(
        List<Transition> transitions, SortedMap<Long, Map<String, List<String>>> members, List<Refusal> refused) {

    public Outcome {
        transitions = List.copyOf(transitions);
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
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
