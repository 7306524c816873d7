package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import io.millrace.core.simulate.Budget;
import io.millrace.core.simulate.CampaignAction;
import io.millrace.core.simulate.CampaignPlan;
import io.millrace.core.simulate.Scenario;
import io.millrace.core.simulate.Simulation;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Answers what events and actions would do under a campaign. Reads and touches nothing that is stored. */
public final class SimulateCampaignHandler implements RouteHandler {

    private static final RuleParser RULES = new RuleParser(RuleLimits.DEFAULT);

    private final SimulateSettings settings;
    private final Turns turns;

    public SimulateCampaignHandler(SimulateSettings settings, Turns turns) {
        this.settings = settings;
        this.turns = turns;
    }

    @Override
    public Reply answer(Call call) {
        return turns.answer(call, this::simulate);
    }

    private CampaignOutcomeJson simulate(JsonNode body) {
        Faults faults = new Faults();
        Optional<ObjectReader> reader = ObjectReader.of(body, "", faults);
        faults.throwIfAny();
        Scenario scenario = scenario(reader.orElseThrow(), faults);
        Budget budget = new Budget(settings.time(), settings.answerNames());
        return new CampaignOutcomeJson(Simulation.runCampaign(scenario, budget));
    }

    private Scenario scenario(ObjectReader reader, Faults faults) {
        Campaigns campaigns = new Campaigns(reader);
        ScenarioParser parser = new ScenarioParser(reader, settings, new Rules(RULES, faults), campaigns);
        Scenario scenario = parser.parse(Set.of());
        Optional<Campaign> campaign = campaign(reader, campaigns);
        List<CampaignPlan.SentBefore> sentBefore = sentBefore(parser, reader);
        reader.finish();
        faults.throwIfAny();
        boolean activated = scenario.actions().stream()
                .anyMatch(action ->
                        action instanceof CampaignAction.Move move && move.to() == CampaignAction.Move.To.ACTIVATE);
        return scenario.with(new CampaignPlan(campaign.orElseThrow(), !activated, sentBefore));
    }

    private static Optional<Campaign> campaign(ObjectReader reader, Campaigns campaigns) {
        JsonNode json = reader.any("campaign");
        if (json == null) {
            reader.faults().required(reader.at("campaign"), "a campaign is needed", "a campaign with nodes and edges");
            return Optional.empty();
        }
        return campaigns.read(json, reader.at("campaign"));
    }

    private List<CampaignPlan.SentBefore> sentBefore(ScenarioParser parser, ObjectReader reader) {
        List<CampaignPlan.SentBefore> messages = new ArrayList<>();
        List<JsonNode> json = parser.bounded("sent_before", settings.events());
        for (int i = 0; i < json.size(); i++) {
            ObjectReader.of(json.get(i), reader.at("sent_before") + "/" + i, reader.faults())
                    .ifPresent(message -> {
                        OptionalLong at = Instants.required(message, "at");
                        String contact =
                                message.requiredText("contact", "a name").orElse("");
                        message.finish();
                        messages.add(new CampaignPlan.SentBefore(at.orElse(0), contact));
                    });
        }
        return messages;
    }
}
