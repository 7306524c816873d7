package io.millrace.query.campaign;

import io.millrace.core.campaign.Campaign;
import io.millrace.query.http.Call;
import io.millrace.streams.definition.Definitions;

/** Campaigns for whoever wants to try what they do, in whatever state they are. Thread-safe. */
public final class TriedCampaigns {

    private final Campaigns campaigns;

    /**
     * What a campaign does as it stands.
     *
     * @param version its number
     */
    public record Tried(String id, long version, Campaign content) {}

    public TriedCampaigns(Definitions definitions) {
        this.campaigns = new Campaigns(new CampaignStore(definitions), new KnownNames(definitions));
    }

    /** The campaign's id, whether there is such a campaign or not. */
    public String id(Call call, String parameter) {
        return CampaignIds.inPath(call, parameter);
    }

    /**
     * Ends the request with 404 if there is no such campaign, with 400 if it is a draft to which something is missing.
     *
     * @param parameter of the path
     */
    public Tried tried(Call call, String parameter) {
        String workspace = call.ownWorkspace().id();
        StoredCampaign campaign = campaigns.whole(workspace, CampaignIds.inPath(call, parameter));
        return new Tried(campaign.id(), campaign.definition().version(), campaign.content());
    }
}
