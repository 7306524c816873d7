package io.millrace.core.audience;

/**
 * Whether a contact is in a segment, and since when.
 *
 * @param changedAt the instant of its last transition
 * @param version of the segment's definition that decided
 */
record Membership(boolean in, long changedAt, long version) {}
