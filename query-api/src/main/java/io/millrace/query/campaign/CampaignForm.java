package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignContext;
import io.millrace.core.campaign.CampaignParser;
import java.util.List;

/** One API's way to say what a campaign does. Pure and thread-safe. */
interface CampaignForm {

    /** The fields of a request that say it. */
    List<String> fields();

    /** A campaign in a form that {@link #parse} reads back as the same, with what {@code changed} is to be laid over. */
    ObjectNode before(Campaign campaign, ObjectNode changed);

    /** @param form of these fields and no others */
    CampaignParser.Parsed parse(ObjectNode form, CampaignContext context);
}
