package io.millrace.core.audience;

/**
 * A membership that is another than before the instant at hand, as it stands so far.
 *
 * @param happenedAt when the event behind it happened, in epoch milliseconds; the instant itself if there is none
 */
public record SegmentChange(String segment, boolean entered, Cause cause, long happenedAt) {}
