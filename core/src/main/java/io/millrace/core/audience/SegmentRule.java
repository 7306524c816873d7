package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * A segment as the engine judges it.
 *
 * @param version of its definition; transitions carry it
 * @param rule null for a hand-kept segment, whose members are set by actions
 */
public record SegmentRule(String id, long version, @Nullable Rule rule) {

    public boolean handKept() {
        return rule == null;
    }
}
