package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells rules apart by what they answer. */
final class RuleDifference {

    private RuleDifference() {}

    /** Whether the answers are the same at any time, whatever happens; segments may have other versions. */
    static boolean sameAnswers(AudienceRules before, AudienceRules after) {
        return !touchesTheIdle(before, after)
                && byId(before, false).equals(byId(after, false))
                && before.watched().equals(after.watched())
                && before.liveFrom().equals(after.liveFrom());
    }

    /**
     * Whether a contact to which nothing happens may be judged otherwise, or keeps the state of a condition that is no
     * more: were it named again later, what is left would count twice. Rules that are watched touch nobody by themselves:
     * who asks for their answers is judged then.
     */
    static boolean touchesTheIdle(AudienceRules before, AudienceRules after) {
        boolean forgets = before.liveFrom().entrySet().stream()
                .anyMatch(leaf -> !leaf.getValue().equals(after.liveFrom().get(leaf.getKey())));
        return forgets
                || !before.zone().equals(after.zone())
                || !before.optOutGroups().equals(after.optOutGroups())
                || !byId(before, true).equals(byId(after, true));
    }

    private static Map<String, @Nullable Rule> byId(AudienceRules rules, boolean active) {
        Map<String, @Nullable Rule> byId = new HashMap<>();
        (active ? rules.active() : rules.preparing()).forEach(segment -> byId.put(segment.id(), segment.rule()));
        return byId;
    }
}
