package io.millrace.flink.audience.contact;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.campaign.engine.CampaignEngine;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.campaign.engine.Campaigns;
import java.util.List;

/**
 * A workspace's rules and campaigns from an instant on.
 *
 * @param atMillis from when on they are in force; {@link Long#MIN_VALUE} for the oldest that are kept
 * @param rules without those of campaigns
 * @param rejudge whether every contact must be judged under them, also one to which nothing happens
 * @param words what every contact is told at that instant as it is judged under them for the first time
 */
record RuleStage(long atMillis, AudienceRules rules, CampaignEngine engine, boolean rejudge, List<CampaignWord> words) {

    RuleStage {
        words = List.copyOf(words);
    }

    /** The oldest that are kept. */
    static RuleStage oldest(AudienceRules rules, Campaigns campaigns) {
        return oldest(rules, new CampaignEngine(rules, campaigns));
    }

    static RuleStage oldest(AudienceRules rules, CampaignEngine engine) {
        return new RuleStage(Long.MIN_VALUE, rules, engine, false, List.of());
    }

    long epoch() {
        return rules.epoch();
    }
}
