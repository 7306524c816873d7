package io.millrace.core.rule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import java.util.List;
import java.util.Locale;

/** Writes conditions on events: what the test needs first, then {@code where}, then the scope. */
record EventLeafJson(String field) implements EventTest.Visitor<ObjectNode> {

    static ObjectNode events(Rule.Events rule) {
        ObjectNode leaf =
                rule.test().accept(new EventLeafJson("events." + rule.pattern().name()));
        putWhere(leaf, rule.pattern().where());
        rule.scope().accept(new ScopeJson(leaf));
        return leaf;
    }

    static ObjectNode step(EventPattern step) {
        ObjectNode json = RuleJson.NODES.objectNode().put("event", step.name());
        putWhere(json, step.where());
        return json;
    }

    @Override
    public ObjectNode count(EventTest.Count test) {
        return RuleJson.leaf(field, "count_" + test.comparison().text()).put("value", test.value());
    }

    @Override
    public ObjectNode aggregate(EventTest.Aggregate test) {
        String function = test.function().name().toLowerCase(Locale.ROOT);
        ObjectNode leaf =
                RuleJson.leaf(field, function + "_" + test.comparison().text());
        leaf.put("property", test.property().toString());
        return leaf.set("value", Values.canonical(DecimalNode.valueOf(test.value())));
    }

    @Override
    public ObjectNode age(EventTest.Age test) {
        String edge = test.edge().name().toLowerCase(Locale.ROOT);
        return RuleJson.leaf(field, edge + (test.withinLast() ? "_within_last" : "_older_than"))
                .put("value", Durations.format(test.millis()));
    }

    @Override
    public ObjectNode lastWhere(EventTest.LastWhere test) {
        return RuleJson.leaf(field, "last_where").set("value", tests(test.tests()));
    }

    @Override
    public ObjectNode notFollowedBy(EventTest.NotFollowedBy test) {
        ObjectNode leaf = RuleJson.leaf(field, "not_followed_by");
        if (test.other().where().isEmpty()) {
            leaf.put("value", test.other().name());
        } else {
            leaf.set("value", step(test.other()));
        }
        return leaf.put("within", Durations.format(test.withinMillis()));
    }

    private static void putWhere(ObjectNode owner, List<EventPattern.PropertyTest> where) {
        if (!where.isEmpty()) {
            owner.set("where", tests(where));
        }
    }

    private static ArrayNode tests(List<EventPattern.PropertyTest> tests) {
        ArrayNode list = RuleJson.NODES.arrayNode();
        tests.forEach(test -> list.add(ValueTestJson.leaf("properties." + test.path(), test.test())));
        return list;
    }

    private record ScopeJson(ObjectNode leaf) implements TimeScope.Visitor<ObjectNode> {

        @Override
        public ObjectNode allTime(TimeScope.AllTime scope) {
            return leaf;
        }

        @Override
        public ObjectNode sliding(TimeScope.Sliding scope) {
            return leaf.put("window", Durations.format(scope.millis()));
        }

        @Override
        public ObjectNode today(TimeScope.Today scope) {
            return leaf.put("window", "today");
        }

        @Override
        public ObjectNode between(TimeScope.Between scope) {
            if (scope.since() != null) {
                leaf.put("since", Timestamps.format(scope.since()));
            }
            if (scope.until() != null) {
                leaf.put("until", Timestamps.format(scope.until()));
            }
            return leaf;
        }
    }
}
