package io.millrace.core.simulate;

import io.millrace.core.audience.Arrival;
import io.millrace.core.campaign.engine.CampaignWord;
import io.millrace.core.rule.Path;
import java.util.Optional;

/** Does what an action about a campaign says at the instant at hand, or says why the API would refuse it. */
final class CampaignCalls implements CampaignAction.CampaignVisitor<Optional<String>> {

    private static final Path EMAIL = Path.of("email");

    private final SimulatedCampaign campaign;
    private final ApiCalls api;
    private final Population population;
    private final Arrival arrival;

    CampaignCalls(SimulatedCampaign campaign, ApiCalls api, Population population, Arrival arrival) {
        this.campaign = campaign;
        this.api = api;
        this.population = population;
        this.arrival = arrival;
    }

    @Override
    public Optional<String> move(CampaignAction.Move action) {
        return campaign.move(action);
    }

    @Override
    public Optional<String> editCampaign(CampaignAction.EditCampaign action) {
        return campaign.edit(action.campaign());
    }

    @Override
    public Optional<String> enroll(CampaignAction.Enroll action) {
        Optional<String> refusal = campaign.refusesEnrollment();
        if (refusal.isEmpty()) {
            action.contacts().forEach(name -> tell(name, new CampaignWord.Enroll(CampaignPlan.ID, "")));
        }
        return refusal;
    }

    /** An address whose owner has left everything, or may not be written to, gets no test either. */
    @Override
    public Optional<String> test(CampaignAction.Test action) {
        boolean refused = population.existing().stream()
                .filter(contact -> {
                    var email = contact.state.trait(EMAIL);
                    return email != null && email.asText().equalsIgnoreCase(action.to());
                })
                .anyMatch(contact -> contact.state.leftEverything() || contact.runs.isSuppressed());
        return refused ? Optional.of(action.to() + " has unsubscribed or cannot be written to") : campaign.test(action);
    }

    @Override
    public Optional<String> bounce(CampaignAction.Bounce action) {
        tell(action.contact(), new CampaignWord.Bounced(action.hard()));
        return Optional.empty();
    }

    @Override
    public Optional<String> complain(CampaignAction.Complain action) {
        tell(action.contact(), new CampaignWord.Complained());
        return Optional.empty();
    }

    private void tell(String name, CampaignWord word) {
        population.told(api.begun(name), word, arrival);
    }
}
