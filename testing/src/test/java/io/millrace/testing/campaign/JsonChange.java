package io.millrace.testing.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes one thing somewhere in a JSON text: takes it away, puts something else in its place, or copies it. */
final class JsonChange {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> OTHERS = List.of(
            JSON.textNode(""),
            JSON.textNode("n0"),
            JSON.textNode("t0"),
            JSON.textNode("1d"),
            JSON.numberNode(0),
            JSON.numberNode(-1.5),
            JSON.numberNode(7),
            JSON.booleanNode(true),
            JSON.arrayNode(),
            JSON.objectNode());

    private JsonChange() {}

    static void apply(ObjectNode root, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            change(object, random);
        } else {
            change((ArrayNode) container, random);
        }
    }

    private static void change(ObjectNode object, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(8) == 0) {
            object.set("surprise", other(random));
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(3) == 0) {
            object.remove(name);
        } else {
            object.set(name, other(random));
        }
    }

    private static void change(ArrayNode array, Random random) {
        int at = random.nextInt(array.size());
        switch (random.nextInt(3)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            default -> array.set(at, other(random));
        }
    }

    private static JsonNode other(Random random) {
        return OTHERS.get(random.nextInt(OTHERS.size())).deepCopy();
    }

    /** All that can be changed within. */
    private static void collect(JsonNode json, List<JsonNode> containers) {
        if (json.isObject() || (json.isArray() && !json.isEmpty())) {
            containers.add(json);
        }
        json.forEach(child -> collect(child, containers));
    }
}
