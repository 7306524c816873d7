package io.millrace.core.simulate;

import io.millrace.core.campaign.Campaign;
import java.util.List;

/**
 * A scenario's campaign.
 *
 * @param active whether it is active from the start; else an action activates it
 * @param sentBefore messages of other campaigns
 */
public record CampaignPlan(Campaign campaign, boolean active, List<SentBefore> sentBefore) {

    /** Its id in ids and default salts. */
    public static final String ID = "campaign";

    public CampaignPlan {
        sentBefore = List.copyOf(sentBefore);
    }

    /** A message that counts for caps. */
    public record SentBefore(long at, String contact) {}
}
