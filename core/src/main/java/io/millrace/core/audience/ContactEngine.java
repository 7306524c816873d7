package io.millrace.core.audience;

import java.util.List;

/** One contact's state machine for one workspace's rules: deterministic, without clock, Kafka, Flink or ClickHouse. */
public final class ContactEngine {

    private final AudienceRules rules;

    public ContactEngine(AudienceRules rules) {
        this.rules = rules;
    }

    /**
     * Everything that happens to a contact at one instant: first what changed in the rules since the contact was last
     * judged, then the inputs in their order, then what falls due. Instants between the last step and this one at which
     * answers change by time alone are judged first, each at its own instant.
     *
     * @param now in epoch milliseconds, never before the step before
     */
    public StepResult step(ContactState state, long now, List<Input> inputs) {
        throw new UnsupportedOperationException("written next, with " + rules + state + now + inputs);
    }
}
