package io.millrace.core.campaign.engine;

import io.millrace.core.audience.HandOver;
import java.util.List;

/**
 * A contact and its runs on their way to another contact.
 *
 * @param moved what the other takes in by {@link CampaignWord.Absorb}, right after the contact's own past
 */
public record CampaignHandOver(HandOver contact, List<CampaignOutput> outputs, ContactRuns moved) {
    public CampaignHandOver {
        outputs = List.copyOf(outputs);
    }
}
