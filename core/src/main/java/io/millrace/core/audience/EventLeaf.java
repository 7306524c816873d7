package io.millrace.core.audience;

import io.millrace.core.rule.Rule;

/**
 * A condition over events, ready for use.
 *
 * @param text canonical JSON, for evidence
 * @param holdsForNobody its answer for a contact that has no event for it; time never changes that
 * @param segments those whose rule names it, by place
 * @param judged whether its answer is kept; if not, it only counts for a version of a segment that is not judged yet
 */
record EventLeaf(
        LeafKey key,
        Rule rule,
        String text,
        LeafForm form,
        LeafProjection projection,
        boolean local,
        long liveFrom,
        boolean holdsForNobody,
        int[] segments,
        boolean judged) {

    /** The same condition as other rules use it. */
    EventLeaf of(long live, int[] usedBy, boolean kept) {
        return new EventLeaf(key, rule, text, form, projection, local, live, holdsForNobody, usedBy, kept);
    }

    /** Nothing tells what arrived before the condition was live, so whoever seeds it must know. */
    boolean countsEveryEvent() {
        return liveFrom == Long.MIN_VALUE;
    }
}
