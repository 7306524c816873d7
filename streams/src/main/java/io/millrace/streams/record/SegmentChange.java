package io.millrace.streams.record;

import io.millrace.core.event.ContactId;

/**
 * Somebody entered or left a segment: a value in topic {@code segment-changes}, under the key workspace, slash, contact
 * id.
 *
 * @param externalId of the contact, empty if it has none
 * @param anonymousId of a contact without external id, else empty
 * @param cause as answers spell it
 * @param at the instant it was due, in epoch milliseconds
 * @param knownAt the engine's time as it was found
 * @param version of the segment's definition that decided
 * @param evidence JSON text: the event or condition that decided
 */
public record SegmentChange(
        String workspace,
        String segment,
        ContactId contact,
        String externalId,
        String anonymousId,
        boolean entered,
        String cause,
        long at,
        long knownAt,
        long version,
        String evidence) {

    /** The key of its record. */
    public String key() {
        return workspace + '/' + contact;
    }
}
