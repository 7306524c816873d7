package io.millrace.core.campaign.engine;

import io.millrace.core.campaign.CampaignSettings;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign's sends share.
 *
 * @param perDay sends in a local day; null: any number
 * @param rate null: as fast as they come
 * @param zone the workspace's, by which days are counted
 */
public record GateLimits(@Nullable Integer perDay, CampaignSettings.@Nullable SendRate rate, ZoneId zone) {

    public static GateLimits of(CampaignSettings settings, ZoneId zone) {
        return new GateLimits(settings.dailyLimit(), settings.sendRate(), zone);
    }
}
