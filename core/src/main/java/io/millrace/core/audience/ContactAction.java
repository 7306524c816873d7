package io.millrace.core.audience;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the API changes about one contact. The instant is the arrival of its record. */
public sealed interface ContactAction {

    /**
     * Creates the contact where there is none, and changes what is named.
     *
     * @param traits merged per key; null removes the key
     * @param tags replaces the list; null leaves it
     * @param addTags added to the list, after {@code tags} is applied
     * @param removeTags taken from the list, last
     * @param scores merged per name; null removes the score
     */
    record Update(
            ObjectNode traits,
            @Nullable List<String> tags,
            List<String> addTags,
            List<String> removeTags,
            Map<String, @Nullable BigDecimal> scores)
            implements ContactAction {
        public Update {
            tags = tags == null ? null : List.copyOf(tags);
            addTags = List.copyOf(addTags);
            removeTags = List.copyOf(removeTags);
        }
    }

    /** @param group null: every group, the default for groups of the future included */
    record Subscribe(@Nullable String group, boolean subscribed) implements ContactAction {}

    /** Membership of hand-kept segments, by segment id. */
    record StaticMembership(Set<String> enter, Set<String> leave) implements ContactAction {
        public StaticMembership {
            enter = Set.copyOf(enter);
            leave = Set.copyOf(leave);
        }
    }

    /**
     * Enters a campaign by hand, if the contact is there: it begins none. Its outcome is that of the entry: done, or refused
     * with the reason, such as {@code already_enrolled}.
     *
     * @param campaign its id
     */
    record Enroll(String campaign) implements ContactAction {}

    /** The contact leaves every segment; later events of its ids begin an empty contact of the next generation. */
    record Delete() implements ContactAction {}
}
