package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a rule: a group with its conditions, or one condition. */
final class GroupReader {

    private static final String OPERATORS = "AND, OR or NOT";
    private static final String RULE =
            "a group with operator and conditions, or a condition with field, op and what op takes";

    private final Reading reading;

    GroupReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * @param depth of the groups around it
     * @return null if it, or anything within, is at fault
     */
    @Nullable
    Rule read(JsonNode json, String pointer, int depth) {
        if (!json.isObject()) {
            reading.wrongType(pointer, json, RULE);
            return null;
        }
        if (json.hasNonNull("field")) {
            return new LeafReader(json, pointer, reading).read(depth);
        }
        if (json.hasNonNull("operator") || json.hasNonNull("conditions")) {
            return group(new Fields(json, pointer, reading), depth);
        }
        if (json.hasNonNull("op")) {
            return new LeafReader(json, pointer, reading).read(depth);
        }
        reading.invalid(pointer, json, RULE);
        return null;
    }

    private @Nullable Rule group(Fields group, int depth) {
        if (depth >= reading.limits().depth()) {
            reading.tooLarge(group.pointer(), "at most " + reading.limits().depth() + " groups in one another");
            return null;
        }
        String operator = operator(group);
        JsonNode list = group.list("conditions", "a list of conditions");
        group.finish();
        if (list == null) {
            return null;
        }
        List<Rule> conditions = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Rule condition = read(list.get(i), group.at("conditions") + "/" + i, depth + 1);
            if (condition != null) {
                conditions.add(condition);
            }
        }
        if ("NOT".equals(operator) && list.size() != 1) {
            reading.invalid(group.at("conditions"), list, "exactly one condition, for NOT takes one");
            return null;
        }
        return operator == null || conditions.size() < list.size() ? null : grouped(operator, conditions);
    }

    private @Nullable String operator(Fields group) {
        String operator = group.text("operator", OPERATORS);
        if (operator == null || List.of("AND", "OR", "NOT").contains(operator)) {
            return operator;
        }
        reading.invalid(group.at("operator"), TextNode.valueOf(operator), OPERATORS);
        return null;
    }

    private static Rule grouped(String operator, List<Rule> conditions) {
        return switch (operator) {
            case "AND" -> new Rule.And(conditions);
            case "OR" -> new Rule.Or(conditions);
            default -> new Rule.Not(conditions.get(0));
        };
    }
}
