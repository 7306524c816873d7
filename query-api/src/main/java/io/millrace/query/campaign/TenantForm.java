package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.campaign.CampaignLimits;
import io.millrace.core.campaign.CampaignParser;
import io.millrace.core.campaign.TenantSequence;
import io.millrace.query.request.Problem;
import java.util.List;
import java.util.Optional;

/** A sequence of messages to contacts that are enrolled, as the Tenant API has it. */
final class TenantForm implements CampaignForm {

    private static final String SEQUENCE = "sequence";
    private static final List<String> FIELDS = List.of(SEQUENCE, FormFields.SETTINGS);

    private final TenantSequence sequences = new TenantSequence(CampaignLimits.DEFAULT);
    private final CampaignParser graphs = new CampaignParser(CampaignLimits.DEFAULT);

    @Override
    public List<String> fields() {
        return FIELDS;
    }

    /** Of a campaign that is no sequence the settings can be changed, and the rest only where there is nothing to lose. */
    @Override
    public ObjectNode before(Campaign campaign, ObjectNode changed) {
        Optional<ObjectNode> form = TenantSequence.write(campaign);
        if (form.isPresent()) {
            return form.get();
        }
        if (!changed.has(SEQUENCE)) {
            return CampaignJson.write(campaign);
        }
        if (!campaign.graph().nodes().isEmpty()) {
            throw Problem.of(
                            409, "conflict", "the campaign does what no sequence can say; it was made with another API")
                    .exception();
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        return kept.set(FormFields.SETTINGS, CampaignJson.settings(campaign.settings()));
    }

    @Override
    public CampaignParser.Parsed parse(ObjectNode form, CampaignContext context) {
        return form.has("nodes") ? graphs.parse(form, "", context) : sequences.parse(form, "", context);
    }

    static Optional<ObjectNode> write(Campaign campaign) {
        return TenantSequence.write(campaign);
    }
}
