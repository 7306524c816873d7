package io.millrace.flink.audience.contact;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ContactState;
import io.millrace.core.campaign.engine.CampaignOutput;
import io.millrace.core.campaign.engine.Campaigns;
import io.millrace.core.campaign.engine.ContactRuns;
import io.millrace.core.event.ContactId;
import java.util.List;

/**
 * What a contact's runs did in one step, and the contact as of right after it. States are the stage's own: to be read
 * during the call, and neither changed nor kept.
 *
 * @param contact for its workspace, its person and versions of rows
 * @param id the contact's as of the step; of a deletion that of the contact that goes
 * @param state after a deletion that of the contact that comes next
 * @param campaigns those in force in the step, with every version that runs may be in
 * @param rules those in force in the step, for zone and subscription groups
 * @param outputs in the order in which things were done, at least one
 */
public record CampaignTurn(
        Contact contact,
        ContactId id,
        ContactState state,
        ContactRuns runs,
        Campaigns campaigns,
        AudienceRules rules,
        List<CampaignOutput> outputs) {

    public CampaignTurn {
        outputs = List.copyOf(outputs);
    }

    public String workspace() {
        return contact.workspace;
    }
}
