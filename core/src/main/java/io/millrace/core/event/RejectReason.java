package io.millrace.core.event;

import java.util.Locale;

/** Why an event was kept aside instead of stored. The text stands in topics, ClickHouse and answers. */
public enum RejectReason {
    /** The item of a batch is no JSON object. */
    NOT_AN_OBJECT,
    /** More than the allowed bytes of its own JSON. */
    EVENT_TOO_LARGE,
    /** {@code type} is none of the six calls. */
    UNKNOWN_TYPE,
    /** Neither {@code userId} nor {@code anonymousId}. */
    MISSING_ID,
    /** A track call without {@code event}. */
    MISSING_EVENT,
    /** A field has a value of another JSON type than it must have. */
    INVALID_FIELD,
    /** {@code messageId} of more than 100 characters. */
    MESSAGE_ID_TOO_LONG,
    /** {@code timestamp} or {@code sentAt} cannot be read. */
    INVALID_TIMESTAMP,
    /** The corrected time lies before 1970. */
    TIMESTAMP_OUT_OF_RANGE,
    /** The name belongs to Millrace's own message events. */
    RESERVED_NAME,
    /** The record in the topic cannot be read; only a writer other than ours makes one. */
    UNREADABLE_RECORD;

    private final String text = name().toLowerCase(Locale.ROOT);

    public String text() {
        return text;
    }
}
