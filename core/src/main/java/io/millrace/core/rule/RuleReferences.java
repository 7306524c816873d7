package io.millrace.core.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which other segments a rule names. */
public final class RuleReferences {

    private RuleReferences() {}

    /** Their ids, each once, in the order in which the rule names them. */
    public static Set<String> of(Rule rule) {
        Set<String> ids = new LinkedHashSet<>();
        rule.accept(new Collector(ids));
        return ids;
    }

    private record Collector(Set<String> ids) implements Rule.Visitor<Boolean> {

        @Override
        public Boolean and(Rule.And rule) {
            return all(rule.conditions());
        }

        @Override
        public Boolean or(Rule.Or rule) {
            return all(rule.conditions());
        }

        @Override
        public Boolean not(Rule.Not rule) {
            return rule.condition().accept(this);
        }

        @Override
        public Boolean trait(Rule.Trait rule) {
            return false;
        }

        @Override
        public Boolean score(Rule.Score rule) {
            return false;
        }

        @Override
        public Boolean tag(Rule.Tag rule) {
            return false;
        }

        @Override
        public Boolean segment(Rule.Segment rule) {
            return ids.add(rule.id());
        }

        @Override
        public Boolean subscription(Rule.Subscription rule) {
            return false;
        }

        @Override
        public Boolean events(Rule.Events rule) {
            return false;
        }

        @Override
        public Boolean sequence(Rule.Sequence rule) {
            return false;
        }

        @Override
        public Boolean triggerProperty(Rule.TriggerProperty rule) {
            return false;
        }

        @Override
        public Boolean bucket(Rule.Bucket rule) {
            return false;
        }

        private boolean all(List<Rule> conditions) {
            boolean any = false;
            for (Rule condition : conditions) {
                any |= condition.accept(this);
            }
            return any;
        }
    }
}
