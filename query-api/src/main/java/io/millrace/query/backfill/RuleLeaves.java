package io.millrace.query.backfill;

import io.millrace.core.rule.Rule;
import java.util.List;
import java.util.stream.Stream;

/** Finds the conditions over events of a rule, each once, in its order. */
final class RuleLeaves implements Rule.Visitor<Stream<Rule>> {

    private RuleLeaves() {}

    static List<Rule> of(Rule rule) {
        return rule.accept(new RuleLeaves()).distinct().toList();
    }

    private Stream<Rule> each(List<Rule> conditions) {
        return conditions.stream().flatMap(condition -> condition.accept(this));
    }

    @Override
    public Stream<Rule> and(Rule.And rule) {
        return each(rule.conditions());
    }

    @Override
    public Stream<Rule> or(Rule.Or rule) {
        return each(rule.conditions());
    }

    @Override
    public Stream<Rule> not(Rule.Not rule) {
        return rule.condition().accept(this);
    }

    @Override
    public Stream<Rule> events(Rule.Events rule) {
        return Stream.of(rule);
    }

    @Override
    public Stream<Rule> sequence(Rule.Sequence rule) {
        return Stream.of(rule);
    }

    @Override
    public Stream<Rule> trait(Rule.Trait rule) {
        return Stream.empty();
    }

    @Override
    public Stream<Rule> score(Rule.Score rule) {
        return Stream.empty();
    }

    @Override
    public Stream<Rule> tag(Rule.Tag rule) {
        return Stream.empty();
    }

    @Override
    public Stream<Rule> segment(Rule.Segment rule) {
        return Stream.empty();
    }

    @Override
    public Stream<Rule> subscription(Rule.Subscription rule) {
        return Stream.empty();
    }

    @Override
    public Stream<Rule> triggerProperty(Rule.TriggerProperty rule) {
        return Stream.empty();
    }

    @Override
    public Stream<Rule> bucket(Rule.Bucket rule) {
        return Stream.empty();
    }
}
