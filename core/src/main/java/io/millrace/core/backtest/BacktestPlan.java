package io.millrace.core.backtest;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.engine.CampaignInForce;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.campaign.engine.Campaigns;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be tried.
 *
 * @param workspace its id, which is hashed into ids of sends
 * @param campaign its id, which stands in ids and default salts
 * @param version the number of the version that is tried
 * @param content what it does; {@code startAt} and {@code endAt} give way to the range
 * @param rules the segments that it names, and those that they name, all in force from the beginning
 * @param from the instant at which the campaign is activated, in epoch milliseconds
 * @param to the last instant that is judged
 * @param enrollExisting whether those who are in the trigger's segment at the activation enter then
 */
public record BacktestPlan(
        String workspace,
        String campaign,
        long version,
        Campaign content,
        AudienceRules rules,
        long from,
        long to,
        boolean enrollExisting) {

    public BacktestPlan {
        if (to < from) {
            throw new IllegalArgumentException("the range ends before it begins");
        }
        content = new Campaign(content.graph(), content.settings().between(null, null));
    }

    ZoneId zone() {
        return rules.zone();
    }

    /** Whether its sends share anything, so that contacts are not independent of each other. */
    public boolean isGated() {
        CampaignSettings settings = content.settings();
        return settings.dailyLimit() != null || settings.sendRate() != null;
    }

    /** As it stands until the range begins: nobody enters, but all its conditions count. */
    Campaigns draft() {
        return inForce(1, 0, CampaignStatus.DRAFT);
    }

    Campaigns active() {
        return inForce(2, from, CampaignStatus.ACTIVE);
    }

    private Campaigns inForce(long epoch, long since, CampaignStatus status) {
        return new Campaigns(
                workspace,
                epoch,
                since,
                List.of(new CampaignInForce(campaign, status, new TreeMap<>(Map.of(version, content)))));
    }
}
