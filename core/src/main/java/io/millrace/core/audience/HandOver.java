package io.millrace.core.audience;

import java.util.List;

/**
 * A contact's past on its way to another one.
 *
 * @param transitions what happened at or before the instant of the merge, exits with cause {@link Cause#MERGE} last
 * @param writes changes of the profile that were applied before the merge
 * @param moved what the target absorbs; the contact itself is gone
 */
public record HandOver(List<SegmentTransition> transitions, List<ProfileWrite> writes, ContactState moved) {
    public HandOver {
        transitions = List.copyOf(transitions);
        writes = List.copyOf(writes);
    }
}
