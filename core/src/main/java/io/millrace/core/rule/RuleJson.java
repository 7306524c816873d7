package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Writes rules as JSON that {@link RuleParser} reads back as an equal rule. Equal rules have the same text, byte for
 * byte, on every machine and in every version: what is kept under a text's hash relies on it.
 */
public final class RuleJson {

    static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private RuleJson() {}

    public static ObjectNode write(Rule rule) {
        return rule.accept(new Writer());
    }

    /** Without blanks, fields always in the same order. */
    public static String canonical(Rule rule) {
        return write(rule).toString();
    }

    /** A pattern as {@code event} and, if it has tests, {@code where}. */
    public static ObjectNode step(EventPattern pattern) {
        return EventLeafJson.step(pattern);
    }

    private record Writer() implements Rule.Visitor<ObjectNode> {

        @Override
        public ObjectNode and(Rule.And rule) {
            return group("AND", rule.conditions());
        }

        @Override
        public ObjectNode or(Rule.Or rule) {
            return group("OR", rule.conditions());
        }

        @Override
        public ObjectNode not(Rule.Not rule) {
            return group("NOT", List.of(rule.condition()));
        }

        @Override
        public ObjectNode trait(Rule.Trait rule) {
            return ValueTestJson.leaf("traits." + rule.path(), rule.test());
        }

        @Override
        public ObjectNode score(Rule.Score rule) {
            return ValueTestJson.leaf("scores." + rule.name(), rule.test());
        }

        @Override
        public ObjectNode tag(Rule.Tag rule) {
            return leaf("tags", rule.has() ? "contains" : "not_contains").put("value", rule.tag());
        }

        @Override
        public ObjectNode segment(Rule.Segment rule) {
            return leaf("segments", rule.in() ? "in" : "not_in").put("value", rule.id());
        }

        @Override
        public ObjectNode subscription(Rule.Subscription rule) {
            return leaf("subscriptions." + rule.group(), "eq")
                    .put("value", rule.subscribed() ? "subscribed" : "unsubscribed");
        }

        @Override
        public ObjectNode events(Rule.Events rule) {
            return EventLeafJson.events(rule);
        }

        @Override
        public ObjectNode sequence(Rule.Sequence rule) {
            ObjectNode leaf = leaf("sequence", "completed");
            ArrayNode steps = leaf.putArray("value");
            rule.steps().forEach(step -> steps.add(EventLeafJson.step(step)));
            return leaf.put("within", Durations.format(rule.withinMillis()));
        }

        @Override
        public ObjectNode triggerProperty(Rule.TriggerProperty rule) {
            return ValueTestJson.leaf("trigger.properties." + rule.path(), rule.test());
        }

        @Override
        public ObjectNode bucket(Rule.Bucket rule) {
            ObjectNode leaf = leaf("bucket", "lt");
            leaf.set("value", percent(rule.percent()));
            return leaf.put("salt", rule.salt());
        }

        private ObjectNode group(String operator, List<Rule> conditions) {
            ObjectNode group = NODES.objectNode().put("operator", operator);
            ArrayNode list = group.putArray("conditions");
            conditions.forEach(condition -> list.add(condition.accept(this)));
            return group;
        }

        /** 25 rather than 25.0. */
        private static JsonNode percent(double percent) {
            return Values.canonical(NODES.numberNode(percent));
        }
    }

    static ObjectNode leaf(String field, String op) {
        return NODES.objectNode().put("field", field).put("op", op);
    }
}
