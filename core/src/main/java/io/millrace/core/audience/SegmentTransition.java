package io.millrace.core.audience;

/**
 * Somebody entered or left a segment.
 *
 * @param at the instant it was due, in epoch milliseconds
 * @param version of the segment's definition that decided
 * @param evidence JSON text: the event or condition that decided
 */
public record SegmentTransition(String segment, boolean entered, long at, Cause cause, long version, String evidence) {}
