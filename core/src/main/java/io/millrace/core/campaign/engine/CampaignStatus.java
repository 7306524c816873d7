package io.millrace.core.campaign.engine;

import java.util.Locale;

/** Where a campaign is in its life. */
public enum CampaignStatus {
    /** Not activated yet: nobody enters. */
    DRAFT,
    ACTIVE,
    /** Nobody enters and nobody moves on; what falls due is done once it is active again. */
    PAUSED,
    /** For good: nobody enters, and whoever was in it has left. */
    COMPLETED;

    /** As people read it: {@code active}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
