package io.millrace.query.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleFault;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.segment.SegmentDraft.Rules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rules in a request's body. Thread-safe. */
final class RulesReader {

    private final RuleParser parser = new RuleParser(RuleLimits.DEFAULT);

    /** The rules under {@code rules}, null if there are none or they are not valid; then with faults. */
    @Nullable
    Rules read(ObjectReader body) {
        JsonNode json = body.any("rules");
        if (json == null) {
            return null;
        }
        RuleParser.Parsed parsed = parser.parse(json, body.at("rules"));
        if (parsed instanceof RuleParser.Parsed.Valid valid) {
            return new Rules(json, valid.rule());
        }
        if (parsed instanceof RuleParser.Parsed.Invalid invalid) {
            invalid.faults().forEach(fault -> report(fault, body.faults()));
        }
        return null;
    }

    /** A rule that was valid when it was stored; empty if this version no longer reads it. */
    Optional<Rule> stored(JsonNode json) {
        return parser.parse(json, "") instanceof RuleParser.Parsed.Valid valid
                ? Optional.of(valid.rule())
                : Optional.empty();
    }

    private static void report(RuleFault fault, Faults faults) {
        String found =
                fault.found() == null ? "nothing" : shortened(fault.found().toString());
        faults.add(
                fault.pointer(),
                fault.reason(),
                fault.found(),
                fault.expected(),
                "expected " + fault.expected() + ", found " + found);
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
