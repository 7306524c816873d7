package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Why a contact is in a segment at an instant, or is not.
 *
 * @param version of the segment's definition
 * @param at the instant, in epoch milliseconds
 * @param since when it entered; empty if it is not in, or nothing says since when
 * @param changes the first instant at which the membership is another if nothing happens; empty if none
 * @param rule the segment's rule, condition by condition; null for a hand-kept segment
 */
public record Explanation(
        String segment,
        long version,
        boolean member,
        long at,
        OptionalLong since,
        OptionalLong changes,
        @Nullable Condition rule) {

    /**
     * A node of the rule.
     *
     * @param rule its JSON: a condition as it is written, or a group's operator alone
     * @param value what the contact has where the condition looks: a count, a sum, a trait, a date; null if there is
     *     nothing, or for a group
     * @param events those that carry the answer, the newest last, at most {@link #EVENTS_MAX}; known only where events are
     *     traced
     * @param truncated whether entries were given up because there were too many, so that the answer may be wrong
     * @param changes the first instant at which this answer is another if nothing happens; empty if none, or for a group
     * @param conditions of a group; of a condition that names a segment, that segment's rule
     */
    public record Condition(
            ObjectNode rule,
            boolean holds,
            @Nullable JsonNode value,
            List<CarryingEvent> events,
            boolean truncated,
            OptionalLong changes,
            List<Condition> conditions) {

        public static final int EVENTS_MAX = 100;

        public Condition {
            events = List.copyOf(events);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * An event that a condition counts.
     *
     * @param timestamp when it happened, in epoch milliseconds
     * @param arrivedAt its arrival, in epoch milliseconds
     */
    public record CarryingEvent(String name, String messageId, long timestamp, long arrivedAt) {}
}
