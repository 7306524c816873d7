package io.millrace.streams.record;

import io.millrace.core.event.Person;

/**
 * A change of a contact by the API, as a value in topic {@code events} under the key of the person it names: same order
 * and dedupe as events, and no event to people. The instant of the change is the record's append time.
 *
 * @param requestId by which copies are recognised, as an event's message id is, and under which the outcome is written
 * @param body a JSON object in UTF-8; its {@code do} says what is done, see docs/records.md
 */
public record ContactRecord(String workspace, String keyId, String requestId, Person person, byte[] body) {
    public ContactRecord {
        if (workspace.isEmpty() || requestId.isEmpty()) {
            throw new IllegalArgumentException("a contact record needs a workspace and a requestId");
        }
    }
}
