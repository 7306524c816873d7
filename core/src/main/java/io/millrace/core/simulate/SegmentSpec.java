package io.millrace.core.simulate;

import io.millrace.core.rule.Rule;
import java.util.List;

/** A segment as a scenario begins with it. */
public sealed interface SegmentSpec {

    /** Kept by a rule. */
    record Ruled(Rule rule) implements SegmentSpec {}

    /** Kept by hand; its first members, by name, exist from the start. */
    record HandKept(List<String> members) implements SegmentSpec {
        public HandKept {
            members = List.copyOf(members);
        }
    }
}
