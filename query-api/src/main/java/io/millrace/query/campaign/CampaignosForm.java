package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.campaign.CampaignosWorkflow;
import java.util.List;

/** The graph as CampaignOS has it: a workflow, settings and two dates. */
final class CampaignosForm implements CampaignForm {

    private static final List<String> FIELDS = List.of("workflow", FormFields.SETTINGS, "startAt", "endAt");

    private final CampaignosWorkflow workflows = new CampaignosWorkflow(CampaignLimits.DEFAULT);

    @Override
    public List<String> fields() {
        return FIELDS;
    }

    @Override
    public ObjectNode before(Campaign campaign, ObjectNode changed) {
        return CampaignosWorkflow.write(campaign);
    }

    @Override
    public CampaignParser.Parsed parse(ObjectNode form, CampaignContext context) {
        return workflows.parse(form, "", context);
    }
}
