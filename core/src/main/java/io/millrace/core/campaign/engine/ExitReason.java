package io.millrace.core.campaign.engine;

import java.util.Locale;

/** Why a run ended. */
public enum ExitReason {
    /** It came to an end of the graph. */
    COMPLETED,
    EXIT_CONDITION,
    GOAL,
    CAMPAIGN_COMPLETED,
    /** Its contact was merged into one that has such a run itself. */
    MERGED,
    /** Its contact was deleted. */
    DELETED;

    /** As answers spell it: {@code exit_condition}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
