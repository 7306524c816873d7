package io.millrace.core.campaign.engine;

import io.millrace.core.audience.StepResult;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a step did to a contact and its runs. Both states were changed in place.
 *
 * @param outputs in the order in which things were done
 * @param nextWake the next instant at which either must be asked though nothing happens; empty if there is none
 */
public record CampaignStep(StepResult contact, List<CampaignOutput> outputs, OptionalLong nextWake) {
    public CampaignStep {
        outputs = List.copyOf(outputs);
    }
}
