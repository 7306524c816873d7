package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleLimits;
import io.millrace.core.rule.RuleParser;

/** Rules as people write them, with single quotes. */
final class TestRules {

    private TestRules() {}

    static Rule parse(String rule) {
        RuleParser.Parsed parsed = new RuleParser(RuleLimits.DEFAULT).parse(TestEvent.json(rule), "");
        if (parsed instanceof RuleParser.Parsed.Valid valid) {
            return valid.rule();
        }
        throw new IllegalArgumentException(rule + ": " + ((RuleParser.Parsed.Invalid) parsed).faults());
    }
}
