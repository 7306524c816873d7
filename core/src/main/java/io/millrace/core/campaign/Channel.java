package io.millrace.core.campaign;

import java.util.Locale;

/** By what a message goes. */
public enum Channel {
    EMAIL,
    PUSH,
    TELEGRAM,
    ONSITE,
    WEBHOOK;

    /** As graphs spell it: {@code email}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
