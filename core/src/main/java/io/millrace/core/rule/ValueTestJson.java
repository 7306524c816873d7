package io.millrace.core.rule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Writes conditions on one value. */
record ValueTestJson(String field) implements ValueTest.Visitor<ObjectNode> {

    static ObjectNode leaf(String field, ValueTest test) {
        return test.accept(new ValueTestJson(field));
    }

    @Override
    public ObjectNode compare(ValueTest.Compare test) {
        return RuleJson.leaf(field, test.comparison().text()).set("value", test.value());
    }

    @Override
    public ObjectNode contains(ValueTest.Contains test) {
        return RuleJson.leaf(field, test.negated() ? "not_contains" : "contains")
                .set("value", test.value());
    }

    @Override
    public ObjectNode in(ValueTest.In test) {
        ObjectNode leaf = RuleJson.leaf(field, test.negated() ? "not_in" : "in");
        ArrayNode values = leaf.putArray("value");
        test.values().forEach(values::add);
        return leaf;
    }

    @Override
    public ObjectNode exists(ValueTest.Exists test) {
        return RuleJson.leaf(field, test.negated() ? "not_exists" : "exists");
    }

    @Override
    public ObjectNode date(ValueTest.DateWindow test) {
        return RuleJson.leaf(field, test.kind().name().toLowerCase(Locale.ROOT))
                .put("value", Durations.format(test.millis()));
    }

    @Override
    public ObjectNode held(ValueTest.Held test) {
        ObjectNode leaf = RuleJson.leaf(field, test.atLeast() ? "held_gte" : "held_lt");
        leaf.set("value", test.value());
        return leaf.put("for", Durations.format(test.millis()));
    }
}
