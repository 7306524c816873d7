package io.millrace.query.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.ValueTest;
import io.millrace.core.rule.Values;
import java.util.List;

/**
 * The rule of a trigger with what it says about the event that starts a run decided, so that it is a rule about a contact.
 * Pure.
 */
final class StartedRule implements Rule.Visitor<Rule> {

    private static final Rule EVERYONE = new Rule.And(List.of());
    private static final Rule NOBODY = new Rule.Or(List.of());

    private final JsonNode started;
    private final long now;

    StartedRule(JsonNode started, long now) {
        this.started = started;
        this.now = now;
    }

    @Override
    public Rule and(Rule.And rule) {
        return new Rule.And(
                rule.conditions().stream().map(part -> part.accept(this)).toList());
    }

    @Override
    public Rule or(Rule.Or rule) {
        return new Rule.Or(
                rule.conditions().stream().map(part -> part.accept(this)).toList());
    }

    @Override
    public Rule not(Rule.Not rule) {
        return new Rule.Not(rule.condition().accept(this));
    }

    @Override
    public Rule triggerProperty(Rule.TriggerProperty rule) {
        JsonNode value = Values.at(started, rule.path());
        ValueTest test = rule.test();
        boolean holds;
        if (test instanceof ValueTest.DateWindow window) {
            holds = Values.holds(window, value, now);
        } else if (test instanceof ValueTest.Held held) {
            // At entry it has been so for no time at all.
            boolean equal = Values.holds(new ValueTest.Compare(Comparison.EQ, held.value()), value);
            holds = equal && held.millis() <= 0 == held.atLeast();
        } else {
            holds = Values.holds(test, value);
        }
        return holds ? EVERYONE : NOBODY;
    }

    @Override
    public Rule trait(Rule.Trait rule) {
        return rule;
    }

    @Override
    public Rule score(Rule.Score rule) {
        return rule;
    }

    @Override
    public Rule tag(Rule.Tag rule) {
        return rule;
    }

    @Override
    public Rule segment(Rule.Segment rule) {
        return rule;
    }

    @Override
    public Rule subscription(Rule.Subscription rule) {
        return rule;
    }

    @Override
    public Rule events(Rule.Events rule) {
        return rule;
    }

    @Override
    public Rule sequence(Rule.Sequence rule) {
        return rule;
    }

    @Override
    public Rule bucket(Rule.Bucket rule) {
        return rule;
    }
}
