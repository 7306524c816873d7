package io.millrace.query.campaign;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.query.list.CreatedPage;

/**
 * A campaign as it stands in the definitions.
 *
 * @param content what its current version does
 * @param revision grows with every change, of its status too
 */
record StoredCampaign(CampaignDefinition definition, Campaign content, long revision) {

    String id() {
        return definition.id();
    }

    CampaignStatus status() {
        return definition.status();
    }

    /** Its place in lists, see {@link CreatedPage}. */
    String place() {
        return CreatedPage.place(definition.createdAt(), definition.id());
    }
}
