package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.util.List;
import java.util.Map;

/** Compiles a rule to look at answers by place. */
final class TruthCompiler implements Rule.Visitor<TruthNode> {

    private final Map<Rule, Integer> leaves;
    private final Map<String, Integer> segments;
    private final int self;

    TruthCompiler(Map<Rule, Integer> leaves, Map<String, Integer> segments, int self) {
        this.leaves = leaves;
        this.segments = segments;
        this.self = self;
    }

    private TruthNode[] all(List<Rule> conditions) {
        return conditions.stream().map(condition -> condition.accept(this)).toArray(TruthNode[]::new);
    }

    private int place(Rule leaf) {
        Integer place = leaves.get(leaf);
        if (place == null) {
            throw new IllegalStateException("a condition without a place: " + leaf);
        }
        return place;
    }

    @Override
    public TruthNode and(Rule.And rule) {
        TruthNode[] conditions = all(rule.conditions());
        return truths -> {
            for (TruthNode condition : conditions) {
                if (!condition.holds(truths)) {
                    return false;
                }
            }
            return true;
        };
    }

    @Override
    public TruthNode or(Rule.Or rule) {
        TruthNode[] conditions = all(rule.conditions());
        return truths -> {
            for (TruthNode condition : conditions) {
                if (condition.holds(truths)) {
                    return true;
                }
            }
            return false;
        };
    }

    @Override
    public TruthNode not(Rule.Not rule) {
        TruthNode condition = rule.condition().accept(this);
        return truths -> !condition.holds(truths);
    }

    @Override
    public TruthNode segment(Rule.Segment rule) {
        Integer named = segments.get(rule.id());
        boolean in = rule.in();
        if (named == null || named >= self) {
            // Nobody is in a segment that is not there, or not yet.
            return truths -> !in;
        }
        int place = named;
        return truths -> truths.member(place) == in;
    }

    @Override
    public TruthNode events(Rule.Events rule) {
        int place = place(rule);
        return truths -> truths.events(place);
    }

    @Override
    public TruthNode sequence(Rule.Sequence rule) {
        int place = place(rule);
        return truths -> truths.events(place);
    }

    private TruthNode profile(Rule rule) {
        int place = place(rule);
        return truths -> truths.profile(place);
    }

    @Override
    public TruthNode trait(Rule.Trait rule) {
        return profile(rule);
    }

    @Override
    public TruthNode score(Rule.Score rule) {
        return profile(rule);
    }

    @Override
    public TruthNode tag(Rule.Tag rule) {
        return profile(rule);
    }

    @Override
    public TruthNode subscription(Rule.Subscription rule) {
        return profile(rule);
    }

    @Override
    public TruthNode triggerProperty(Rule.TriggerProperty rule) {
        throw rule.outsideCampaign();
    }

    @Override
    public TruthNode bucket(Rule.Bucket rule) {
        return profile(rule);
    }
}
