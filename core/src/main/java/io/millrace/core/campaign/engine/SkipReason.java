package io.millrace.core.campaign.engine;

import java.util.Locale;

/** Why a run passed a send without a message. A message that cannot be rendered is skipped where it is delivered. */
public enum SkipReason {
    HOLD_OUT,
    UNSUBSCRIBED,
    SUPPRESSED,
    NO_ADDRESS,
    QUIET_HOURS_DROPPED,
    FREQUENCY_CAP;

    /** As answers spell it: {@code hold_out}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
