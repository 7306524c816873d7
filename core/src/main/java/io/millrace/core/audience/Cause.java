package io.millrace.core.audience;

import java.util.Locale;

/** Why somebody entered or left. */
public enum Cause {
    /** An event or a change by the API. */
    EVENT,
    /** An event that happened long before it arrived, or before the segment's last transition; see the engine. */
    LATE_EVENT,
    /** Time alone. */
    EXPIRY,
    /** The segment was created or edited. */
    EDIT,
    MERGE,
    /** The contact or the segment was deleted. */
    DELETE;

    /** As answers spell it: {@code late_event}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
