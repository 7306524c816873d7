package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.LinkedHashSet;
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

    private OutcomeJson simulate(JsonNode body) {
        Faults faults = new Faults();
        ObjectReader reader = ObjectReader.of(body, "", faults).orElseThrow(() -> invalid(faults));
        Rules rules = new Rules(RULES, faults);
        ScenarioParser parser = new ScenarioParser(reader, settings, rules, null);
        Map<Long, Set<String>> checkpoints = checkpoints(parser, reader, faults);
        Scenario scenario = parser.parse(checkpoints.keySet());
        reader.finish();
        faults.throwIfAny();
        Outcome outcome = Simulation.run(scenario, new Budget(settings.time(), settings.answerNames()));
        return new OutcomeJson(outcome, checkpoints);
    }

    /** The texts by which each instant is asked for. */
    private Map<Long, Set<String>> checkpoints(ScenarioParser parser, ObjectReader reader, Faults faults) {
        Map<Long, Set<String>> checkpoints = new LinkedHashMap<>();
        List<JsonNode> written = parser.bounded("checkpoints", settings.checkpoints());
        for (int i = 0; i < written.size(); i++) {
            JsonNode text = written.get(i);
            OptionalLong instant = Instants.read(text, reader.at("checkpoints") + "/" + i, faults);
            instant.ifPresent(millis -> checkpoints
                    .computeIfAbsent(millis, none -> new LinkedHashSet<>())
                    .add(text.textValue()));
        }
        return checkpoints;
    }

    private static RuntimeException invalid(Faults faults) {
        faults.throwIfAny();
        return new IllegalStateException("a reader is only missing where there is a fault");
    }
}
