package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What a request wants a new campaign to be.
 *
 * @param type what CampaignOS calls it
 * @param goal what the Tenant API says it is for
 * @param content fields of the form
 */
record CampaignDraft(
        String name,
        String description,
        Optional<String> type,
        Optional<String> goal,
        CampaignForm form,
        ObjectNode content) {}
