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
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Answers what definitions, events and actions would do to segments. Reads and touches nothing that is stored; so many
 * simulations run at once as the settings say, the others wait for their turn.
 */
public final class SimulateHandler implements RouteHandler {

    private static final RuleParser RULES = new RuleParser(RuleLimits.DEFAULT);

    private final SimulateSettings settings;
    private final Semaphore turns;

    public SimulateHandler(SimulateSettings settings) {
        this.settings = settings;
        this.turns = new Semaphore(settings.atOnce(), true);
    }

    @Override
    public Reply answer(Call call) {
        takeTurn();
        try {
            return simulate(Json.parse(call.body()));
        } finally {
            turns.release();
        }
    }

    private Reply simulate(JsonNode body) {
        Faults faults = new Faults();
        ObjectReader reader = ObjectReader.of(body, "", faults).orElseThrow(() -> invalid(faults));
        Rules rules = new Rules(RULES, faults);
        ScenarioParser parser = new ScenarioParser(reader, settings, rules);
        Map<String, Long> checkpoints = checkpoints(parser, reader, faults);
        Scenario scenario = parser.parse(Set.copyOf(checkpoints.values()));
        reader.finish();
        faults.throwIfAny();
        try {
            Outcome outcome = Simulation.run(scenario, new Budget(settings.time(), settings.answerEntries()));
            return Reply.json(200, json(outcome, checkpoints));
        } catch (Budget.ExceededException e) {
            throw Problem.limitExceeded(
                            e.limit(),
                            e.bound(),
                            e.getMessage() + "; send fewer events, segments or checkpoints in one request")
                    .exception();
        }
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
        ArrayNode refused = json.putArray("refused");
        outcome.refused().forEach(refusal -> refused.addObject()
                .put("at", Timestamps.format(refusal.at()))
                .put("do", refusal.action())
                .put("reason", refusal.reason()));
        return json;
    }

    private void takeTurn() {
        try {
            if (!turns.tryAcquire(settings.time().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.of(503, "unavailable", "too many simulations run at the moment; try again")
                        .exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "unavailable", "the service stops").exception();
        }
    }

    private static RuntimeException invalid(Faults faults) {
        faults.throwIfAny();
        return new IllegalStateException("a reader is only missing where there is a fault");
    }
}
