package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import io.millrace.core.simulate.Budget;
import io.millrace.core.simulate.Outcome;
import io.millrace.core.simulate.Scenario;
import io.millrace.core.simulate.Simulation;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Answers what definitions, events and actions would do to segments. Reads and touches nothing that is stored.
 */
public final class SimulateHandler implements RouteHandler {

    private static final RuleParser RULES = new RuleParser(RuleLimits.DEFAULT);

    private final SimulateSettings settings;
    private final Turns turns;

    public SimulateHandler(SimulateSettings settings, Turns turns) {
        this.settings = settings;
        this.turns = turns;
    }

    @Override
    public Reply answer(Call call) {
        return turns.answer(call, this::simulate);
    }

    private Reply simulate(JsonNode body) {
        Faults faults = new Faults();
        ObjectReader reader = ObjectReader.of(body, "", faults).orElseThrow(() -> invalid(faults));
        Rules rules = new Rules(RULES, faults);
        ScenarioParser parser = new ScenarioParser(reader, settings, rules, null);
        Map<String, Long> checkpoints = checkpoints(parser, reader, faults);
        Scenario scenario = parser.parse(Set.copyOf(checkpoints.values()));
        reader.finish();
        faults.throwIfAny();
        Outcome outcome = Simulation.run(scenario, new Budget(settings.time(), settings.answerEntries()));
        return Reply.json(200, json(outcome, checkpoints));
    }

    /** By the text as it was written, for the answer's keys. */
    private Map<String, Long> checkpoints(ScenarioParser parser, ObjectReader reader, Faults faults) {
        Map<String, Long> checkpoints = new LinkedHashMap<>();
        List<JsonNode> written = parser.bounded("checkpoints", settings.checkpoints());
        for (int i = 0; i < written.size(); i++) {
            JsonNode text = written.get(i);
            OptionalLong instant = Instants.read(text, reader.at("checkpoints") + "/" + i, faults);
            instant.ifPresent(millis -> checkpoints.put(text.textValue(), millis));
        }
        return checkpoints;
    }

    private static ObjectNode json(Outcome outcome, Map<String, Long> checkpoints) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode transitions = json.putArray("transitions");
        outcome.transitions().forEach(transition -> transitions
                .addObject()
                .put("at", Timestamps.format(transition.at()))
                .put("contact", transition.contact())
                .put("segment", transition.segment())
                .put("change", transition.entered() ? "entered" : "exited")
                .put("cause", transition.cause().text()));
        ObjectNode members = json.putObject("members");
        checkpoints.forEach((written, instant) -> {
            ObjectNode segments = members.putObject(written);
            outcome.members().getOrDefault(instant, Map.of()).forEach((segment, contacts) -> {
                ArrayNode names = segments.putArray(segment);
                contacts.forEach(names::add);
            });
        });
        CampaignOutcomeJson.refused(json.putArray("refused"), outcome.refused());
        return json;
    }

    private static RuntimeException invalid(Faults faults) {
        faults.throwIfAny();
        return new IllegalStateException("a reader is only missing where there is a fault");
    }
}
