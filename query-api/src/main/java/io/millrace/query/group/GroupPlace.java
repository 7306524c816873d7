package io.millrace.query.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which group of an answer a cell lies in, as a request names it.
 *
 * @param values one text per field, empty where absent; none for the rest
 */
public record GroupPlace(List<String> values, boolean isOther) {

    public static final GroupPlace REST = new GroupPlace(List.of(), true);

    public GroupPlace {
        values = List.copyOf(values);
    }

    /** Reads {@code group} and {@code other}; empty if neither is there, which is all groups together. */
    public static Optional<GroupPlace> parse(ObjectReader cell, Grouping grouping) {
        if (grouping.isNone()) {
            return Optional.empty();
        }
        JsonNode node = cell.any("group");
        boolean other = cell.flag("other", false);
        if (other) {
            if (node != null) {
                cell.faults().invalid(cell.at("group"), node, "either a group or other");
            }
            return Optional.of(REST);
        }
        return node == null
                ? Optional.empty()
                : named(cell, "group", node, grouping.fields().size());
    }

    /** Reads a list of one text or null per field. */
    public static Optional<GroupPlace> named(ObjectReader cell, String name, JsonNode node, int fields) {
        List<String> values = new ArrayList<>();
        boolean valid = node.isArray() && node.size() == fields;
        for (JsonNode value : node) {
            valid &= value.isTextual() || value.isNull();
            values.add(value.isNull() ? "" : value.asText());
        }
        if (!valid) {
            cell.faults().invalid(cell.at(name), node, "a list of " + fields + " texts or nulls, a group's values");
            return Optional.empty();
        }
        return Optional.of(new GroupPlace(values, false));
    }

    public boolean names(GroupKey key) {
        return isOther ? key.isOther() : !key.isOther() && key.values().equals(values);
    }
}
