package io.millrace.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A document with one thing changed, for every place in it: what a schema and a parser must judge alike. */
final class Mutations {

    private static final List<JsonNode> VALUES = List.of(
            Json.MAPPER.getNodeFactory().booleanNode(true),
            Json.MAPPER.getNodeFactory().numberNode(-1),
            Json.MAPPER.getNodeFactory().numberNode(7.5),
            Json.MAPPER.getNodeFactory().numberNode(1_000_000_000_000L),
            Json.MAPPER.getNodeFactory().textNode(""),
            Json.MAPPER.createObjectNode(),
            Json.MAPPER.createObjectNode().put("colour", 1),
            Json.MAPPER.createArrayNode(),
            Json.MAPPER.createArrayNode().add(7).addArray());

    private final Map<String, JsonNode> found = new LinkedHashMap<>();
    private final JsonNode whole;

    private Mutations(JsonNode whole) {
        this.whole = whole;
    }

    /** By what was done: each field left out, each value replaced by those of every type, each object given a field. */
    static Map<String, JsonNode> of(JsonNode document) {
        Mutations mutations = new Mutations(document);
        mutations.visit("", document);
        return mutations.found;
    }

    private void visit(String pointer, JsonNode node) {
        if (node.isObject()) {
            change(pointer, "another field", copy -> ((ObjectNode) copy).put("colour", 1));
            for (String name : new TreeSet<>(names(node))) {
                String place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
                change(pointer, "without " + name, copy -> ((ObjectNode) copy).remove(name));
                for (JsonNode value : VALUES) {
                    change(pointer, name + " = " + value, copy -> ((ObjectNode) copy).set(name, value.deepCopy()));
                }
                visit(place, node.get(name));
            }
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                int at = i;
                change(pointer, "without element " + i, copy -> ((ArrayNode) copy).remove(at));
                for (JsonNode value : VALUES) {
                    change(pointer, "element " + i + " = " + value, copy -> ((ArrayNode) copy)
                            .set(at, value.deepCopy()));
                }
                visit(pointer + "/" + i, node.get(i));
            }
        }
    }

    private void change(String pointer, String what, java.util.function.Consumer<JsonNode> change) {
        JsonNode copy = whole.deepCopy();
        change.accept(copy.at(pointer));
        found.put(pointer + ": " + what, copy);
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
