package io.millrace.core.audience;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a step did. The state itself was changed in place.
 *
 * @param transitions in order of {@code at}, then segment
 * @param writes changes of the profile as they were applied, for the log that queries read
 * @param profileChanged whether what people see of the contact's profile is different
 * @param nextWake the next instant at which an answer may change by time alone; empty if none
 */
public record StepResult(
        List<SegmentTransition> transitions, List<ProfileWrite> writes, boolean profileChanged, OptionalLong nextWake) {
    public StepResult {
        transitions = List.copyOf(transitions);
        writes = List.copyOf(writes);
    }
}
