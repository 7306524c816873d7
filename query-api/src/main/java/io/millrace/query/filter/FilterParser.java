package io.millrace.query.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Elapsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code filters} in both forms: a map of fields to values, and a list of leaves. */
public final class FilterParser {

    private static final int VALUES_MAX = 1_000;

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
            refuse(node, pointer, faults);
        }
        return field;
    }

    private static void refuse(JsonNode node, String pointer, Faults faults) {
        if (Field.isPlanned(node.textValue())) {
            faults.notSupported(pointer, node, node.textValue() + " is not supported yet; known are " + Field.EXPECTED);
        } else {
            faults.invalid(pointer, node, Field.EXPECTED);
        }
    }

    private static List<Leaf> fromMap(JsonNode filters, String pointer, Faults faults) {
        List<Leaf> leaves = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : filters.properties()) {
            String place = pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
            JsonNode name = TextNode.valueOf(entry.getKey());
            Optional<Field> field = field(name, place, faults);
            Operator operator = entry.getValue().isArray() ? Operator.IN : Operator.EQ;
            Optional<List<Value>> values = values(operator, entry.getValue(), place, faults);
            if (field.isPresent() && values.isPresent()) {
                leaves.add(new Leaf(field.get(), operator, values.get(), Duration.ZERO));
            }
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
        Optional<String> operatorText = leaf.requiredText("op", "an operator");
        JsonNode value = leaf.any("value");
        leaf.finish();
        if (operatorText.isEmpty()) {
            return Optional.empty();
        }
        Optional<Operator> operator = Operator.parse(operatorText.get());
        if (operator.isEmpty()) {
            faults.invalid(
                    leaf.at("op"),
                    TextNode.valueOf(operatorText.get()),
                    "one of " + Operator.all());
            return Optional.empty();
        }
        return compared(field, operator.get(), value, leaf.at("value"), faults);
    }

    private static Optional<Leaf> compared(
            Optional<Field> field, Operator operator, @Nullable JsonNode value, String place, Faults faults) {
        if (operator.takes() == Operator.Takes.NOTHING) {
            if (value != null) {
                faults.add(place, "unknown_field", value, null, operator.text() + " takes no value");
                return Optional.empty();
            }
            return field.map(known -> new Leaf(known, operator, List.of(), Duration.ZERO));
        }
        if (value == null) {
            faults.required(place, operator.text() + " needs a value");
            return Optional.empty();
        }
        if (operator.takes() == Operator.Takes.DURATION) {
            Optional<Duration> duration =
                    value.isTextual() ? Elapsed.parse(value.textValue()) : Optional.empty();
            if (duration.isEmpty()) {
                faults.invalid(place, value, Elapsed.EXPECTED);
                return Optional.empty();
            }
            return field.map(known -> new Leaf(known, operator, List.of(), duration.get()));
        }
        Optional<List<Value>> values = values(operator, value, place, faults);
        return field.flatMap(known -> values.map(list -> new Leaf(known, operator, list, Duration.ZERO)));
    }

    private static Optional<List<Value>> values(Operator operator, JsonNode node, String place, Faults faults) {
        if (operator.takes() == Operator.Takes.VALUE) {
            Optional<Value> value = Value.of(node);
            if (value.isEmpty()) {
                faults.wrongType(place, node, "a text, a number, true or false");
            }
            return value.map(List::of);
        }
        if (!node.isArray() || node.size() > VALUES_MAX) {
            faults.wrongType(place, node, "a list of up to " + VALUES_MAX + " values");
            return Optional.empty();
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Optional<Value> value = Value.of(node.get(i));
            if (value.isEmpty()) {
                faults.wrongType(place + "/" + i, node.get(i), "a text, a number, true or false");
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }
}
