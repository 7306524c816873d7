package io.millrace.core.audience;

import org.jspecify.annotations.Nullable;

/**
 * A segment, ready for use.
 *
 * @param node null for a hand-kept segment
 * @param namedBy the segments whose rule names it, by place; all come later
 */
record CompiledSegment(SegmentRule rule, @Nullable TruthNode node, int[] namedBy) {

    String id() {
        return rule.id();
    }
}
