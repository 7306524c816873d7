package io.millrace.query.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.LeafProjection;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;
import java.util.List;

/** Reads conditions with the engine's own code. */
final class RuleConditions implements ConditionReader {

    private final RuleParser parser = new RuleParser(RuleLimits.DEFAULT);

    @Override
    public List<Condition> of(JsonNode rules) {
        if (parser.parse(rules, "") instanceof RuleParser.Parsed.Valid valid) {
            return of(List.of(valid.rule()));
        }
        throw new IllegalArgumentException("its rules are none that this version reads");
    }

    /** The conditions over events of rules, each once. */
    static List<Condition> of(List<Rule> rules) {
        return rules.stream()
                .flatMap(rule -> RuleLeaves.of(rule).stream())
                .distinct()
                .map(leaf -> new Condition(LeafKey.of(leaf), leaf, LeafProjection.of(leaf)))
                .toList();
    }
}
