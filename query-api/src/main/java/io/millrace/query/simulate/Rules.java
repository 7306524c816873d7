package io.millrace.query.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleFault;
import io.millrace.core.rule.RuleParser;
import io.millrace.query.request.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rules of one scenario and remembers which segments they name, and where. Used by one thread. */
final class Rules {

    private final RuleParser parser;
    private final Faults faults;
    private final List<Mention> mentions = new ArrayList<>();

    /** A segment's name in a rule. */
    record Mention(String pointer, JsonNode name) {}

    Rules(RuleParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    Optional<Rule> read(JsonNode json, String pointer) {
        RuleParser.Parsed parsed = parser.parse(json, pointer);
        if (parsed instanceof RuleParser.Parsed.Invalid invalid) {
            invalid.faults().forEach(this::report);
            return Optional.empty();
        }
        mention(json, pointer);
        return Optional.of(((RuleParser.Parsed.Valid) parsed).rule());
    }

    List<Mention> mentions() {
        return List.copyOf(mentions);
    }

    private void report(RuleFault fault) {
        String message = fault.found() == null
                ? "expected " + fault.expected()
                : "expected " + fault.expected() + ", found " + fault.found();
        faults.add(fault.pointer(), fault.reason(), fault.found(), fault.expected(), message);
    }

    private void mention(JsonNode rule, String pointer) {
        JsonNode conditions = rule.path("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            mention(conditions.get(i), pointer + "/conditions/" + i);
        }
        if (!rule.path("field").asText().equals("segments")) {
            return;
        }
        JsonNode value = rule.path("value");
        if (value.isTextual()) {
            mentions.add(new Mention(pointer + "/value", value));
        }
        for (int i = 0; i < value.size(); i++) {
            mentions.add(new Mention(pointer + "/value/" + i, value.get(i)));
        }
    }
}
