package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * A segment as the engine judges it.
 *
 * @param version of its definition; transitions carry it
 * @param rule null for a hand-kept segment, whose members are set by actions
 * @param activeFrom the instant from which this version is judged, in epoch milliseconds: whoever enters or leaves it at
 *     that very instant does so by the edit, not by time; {@link AudienceRules#WHEN_JUDGED} if nobody needs to tell
 */
public record SegmentRule(String id, long version, @Nullable Rule rule, long activeFrom) {

    public SegmentRule(String id, long version, @Nullable Rule rule) {
        this(id, version, rule, AudienceRules.WHEN_JUDGED);
    }

    public boolean handKept() {
        return rule == null;
    }
}
