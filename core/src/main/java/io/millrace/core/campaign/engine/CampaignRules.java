package io.millrace.core.campaign.engine;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules within one version of a campaign. */
public final class CampaignRules {

    private CampaignRules() {}

    /** Each once: of triggers, conditions and waits. */
    public static List<Rule> of(Campaign campaign) {
        CampaignInForce alone = new CampaignInForce("", CampaignStatus.ACTIVE, new TreeMap<>(Map.of(1L, campaign)));
        return CampaignEngine.rulesOf(new Campaigns("", 0, 0, List.of(alone)));
    }
}
