package io.millrace.core.campaign.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.WatchedRules;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.definition.CampaignVersion;

/**
 * A version of a campaign as a book holds it.
 *
 * @param definition the version of its definition's record, by which a back-fill knows it
 * @param content its canonical form, as it was written
 * @param rules those within it
 * @param whole whether contacts may enter with it; a draft's may be without a trigger, for one
 */
record BookedVersion(
        long number, long definition, JsonNode content, Campaign campaign, WatchedRules rules, boolean whole) {

    /** Fails with the reason if this parser cannot read it. */
    static BookedVersion of(CampaignVersion version, long definition, CampaignParser parser) {
        Campaign campaign = version.campaign(parser);
        boolean whole = parser.parse(version.content(), "", CampaignContext.ANY) instanceof CampaignParser.Parsed.Valid;
        return new BookedVersion(
                version.number(),
                definition,
                version.content(),
                campaign,
                WatchedRules.of(CampaignRules.of(campaign), true),
                whole);
    }
}
