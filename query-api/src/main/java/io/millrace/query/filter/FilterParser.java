package io.millrace.query.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.rule.ValueTest;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code filters} in both forms: a map of fields to values, and a list of leaves. */
public final class FilterParser {

    private FilterParser() {}

    /** The filters in field {@code filters} of this object. */
    public static List<Leaf> parse(ObjectReader owner) {
        JsonNode filters = owner.any("filters");
        String pointer = owner.at("filters");
        if (filters == null) {
            return List.of();
        }
        if (filters.isObject()) {
            return fromMap(filters, pointer, owner.faults());
        }
        if (filters.isArray()) {
            return fromList(filters, pointer, owner.faults());
        }
        owner.faults().wrongType(pointer, filters, "an object of fields and values, or a list of conditions");
        return List.of();
    }

    /** An event selector: the fields {@code event} and {@code filters} of this object. */
    public static Selector selector(ObjectReader owner) {
        String event = owner.text("event").orElse("*");
        List<Leaf> filters = parse(owner);
        if (event.isEmpty()) {
            owner.faults().required(owner.at("event"), "an event's name is not empty; * or null is any event");
            return Selector.ANY;
        }
        return new Selector(event, filters);
    }

    /** The field that a text names; a fault if queries know none of that name. */
    public static Optional<Field> field(JsonNode node, String pointer, Faults faults) {
        if (!node.isTextual()) {
            faults.wrongType(pointer, node, "a field's name");
            return Optional.empty();
        }
        Optional<Field> field = Field.parse(node.textValue());
        if (field.isEmpty()) {
            faults.invalid(pointer, node, Field.EXPECTED);
        }
        return field;
    }

    private static List<Leaf> fromMap(JsonNode filters, String pointer, Faults faults) {
        List<Leaf> leaves = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : filters.properties()) {
            String place = pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
            JsonNode name = TextNode.valueOf(entry.getKey());
            Operator operator = entry.getValue().isArray() ? Operator.IN : Operator.EQ;
            field(name, place, faults)
                    .flatMap(field -> {
                        TestReader value = new TestReader(place, faults);
                        return (isSegments(field)
                                        ? value.segments(false, entry.getValue())
                                        : value.read(operator, entry.getValue()))
                                .map(test -> new Leaf(field, test));
                    })
                    .ifPresent(leaves::add);
        }
        return leaves;
    }

    private static List<Leaf> fromList(JsonNode filters, String pointer, Faults faults) {
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            ObjectReader.of(filters.get(i), pointer + "/" + i, faults)
                    .flatMap(FilterParser::leaf)
                    .ifPresent(leaves::add);
        }
        return leaves;
    }

    private static Optional<Leaf> leaf(ObjectReader leaf) {
        Faults faults = leaf.faults();
        JsonNode fieldNode = leaf.any("field");
        Optional<Field> field = Optional.empty();
        if (fieldNode == null) {
            faults.required(leaf.at("field"), "a field is needed: " + Field.EXPECTED);
        } else {
            field = field(fieldNode, leaf.at("field"), faults);
        }
        Optional<String> text = leaf.requiredText("op", "an operator");
        JsonNode value = leaf.any("value");
        leaf.finish();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean ofSegments = field.filter(FilterParser::isSegments).isPresent();
        Optional<Operator> operator =
                Operator.parse(text.get()).filter(known -> !ofSegments || known.takes() == Operator.Takes.LIST);
        if (operator.isEmpty()) {
            String expected = ofSegments ? "in or not_in" : "one of " + Operator.all();
            faults.invalid(leaf.at("op"), TextNode.valueOf(text.get()), expected);
            return Optional.empty();
        }
        TestReader reader = new TestReader(leaf.at("value"), faults);
        Optional<ValueTest> test =
                ofSegments ? reader.segments(operator.get().negated(), value) : reader.read(operator.get(), value);
        return field.flatMap(known -> test.map(found -> new Leaf(known, found)));
    }

    private static boolean isSegments(Field field) {
        return field.source() == Field.Source.SEGMENTS;
    }
}
