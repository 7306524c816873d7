package io.millrace.query.contact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.request.Json;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the columns of a file of contacts mean. {@code external_id}, {@code anonymous_id} and {@code email} are texts,
 * {@code tags}, {@code add_tags} and {@code remove_tags} lists parted by commas, {@code scores.…} and
 * {@code subscriptions.…} what follows the dot; every other column is a trait, with or without {@code traits.} before its
 * name, dots walking into objects. An empty cell changes nothing.
 */
record CsvColumns(List<String> names) {

    private static final Set<String> TEXTS = Set.of("external_id", "anonymous_id", "email");
    private static final Set<String> LISTS = Set.of("tags", "add_tags", "remove_tags");
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?");
    private static final int NUMBER_LENGTH_MAX = 100;

    CsvColumns {
        names = names.stream().map(String::strip).toList();
        if (names.contains("")) {
            throw ImportRow.unreadable("the header has a column without a name");
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw ImportRow.unreadable("the header names a column twice");
        }
        if (names.stream().noneMatch(TEXTS::contains)) {
            throw ImportRow.unreadable(
                    "the header needs a column external_id, anonymous_id or email, found " + String.join(", ", names));
        }
    }

    /** The body of a request that creates the contact of these cells. */
    ObjectNode body(List<String> cells) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < names.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                put(body, names.get(i), cells.get(i));
            }
        }
        return body;
    }

    /** The cells as they stand, by column. */
    ObjectNode asRead(List<String> cells) {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            read.put(i < names.size() ? names.get(i) : "column " + (i + 1), cells.get(i));
        }
        return read;
    }

    private static void put(ObjectNode body, String name, String cell) {
        if (TEXTS.contains(name)) {
            body.put(name, cell.strip());
        } else if (LISTS.contains(name)) {
            ArrayNode list = body.putArray(name);
            Arrays.stream(cell.split(",", -1))
                    .map(String::strip)
                    .filter(tag -> !tag.isEmpty())
                    .forEach(list::add);
        } else if (name.startsWith("scores.")) {
            body.withObjectProperty("scores").set(name.substring("scores.".length()), value(cell));
        } else if (name.startsWith("subscriptions.")) {
            body.withObjectProperty("subscriptions").put(name.substring("subscriptions.".length()), cell.strip());
        } else {
            ObjectNode inner = body.withObjectProperty("traits");
            String[] path = (name.startsWith("traits.") ? name.substring("traits.".length()) : name).split("\\.", -1);
            for (int i = 0; i < path.length - 1; i++) {
                inner = inner.get(path[i]) instanceof ObjectNode known ? known : inner.putObject(path[i]);
            }
            inner.set(path[path.length - 1], value(cell));
        }
    }

    /** A number where JSON would read one, a truth value of true and false, else a text. */
    private static JsonNode value(String cell) {
        if (cell.equals("true") || cell.equals("false")) {
            return JsonNodeFactory.instance.booleanNode(cell.equals("true"));
        }
        if (cell.length() <= NUMBER_LENGTH_MAX && LIKE_A_NUMBER.matcher(cell).matches()) {
            try {
                return Json.MAPPER.readTree(cell);
            } catch (JsonProcessingException e) {
                return TextNode.valueOf(cell);
            }
        }
        return TextNode.valueOf(cell);
    }
}
