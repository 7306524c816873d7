package io.millrace.query.write;

import io.millrace.core.event.ContactId;
import java.time.Instant;

/**
 * What became of one change.
 *
 * @param contact the contact as it is after the change
 * @param done false if it was refused
 * @param detail why it was refused
 * @param at when the change arrived
 */
public record Outcome(ContactId contact, boolean done, String detail, Instant at) {}
