package io.millrace.query.campaign;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.definition.Workspace;
import io.millrace.query.explain.CampaignExplanations;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Says where a contact stands in a campaign, or why it is not in it. Called by many threads at once. */
final class ExplainHandler implements RouteHandler {

    private final Campaigns campaigns;
    private final CampaignStore store;
    private final CampaignExplanations explanations;
    private final Function<Workspace, AudienceRules> rules;

    ExplainHandler(
            Campaigns campaigns,
            CampaignStore store,
            CampaignExplanations explanations,
            Function<Workspace, AudienceRules> rules) {
        this.campaigns = campaigns;
        this.store = store;
        this.explanations = explanations;
        this.rules = rules;
    }

    @Override
    public Reply answer(Call call) {
        String workspace = call.ownWorkspace().id();
        StoredCampaign campaign = campaigns.found(workspace, CampaignIds.inPath(call, "id"));
        Faults faults = new Faults();
        call.knowOnly(List.of("contact"), faults);
        Optional<String> contact = call.parameter("contact");
        if (contact.isEmpty()) {
            faults.required("contact", "a contact's id, external id or anonymous id is needed");
        }
        faults.throwIfAny();
        return Reply.json(
                200,
                explanations.of(
                        workspace,
                        store.explained(workspace, campaign),
                        contact.orElse(""),
                        rules.apply(call.ownWorkspace()),
                        call.at()));
    }
}
