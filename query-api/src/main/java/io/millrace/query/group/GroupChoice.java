package io.millrace.query.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One group of an answer, by what stands in it.
 *
 * @param values as the answer shows them, empty where absent; of bins the bin's label; none for the rest
 * @param isOther whether the rest is meant
 */
public record GroupChoice(List<String> values, boolean isOther) {

    public GroupChoice {
        values = List.copyOf(values);
    }

    /** Reads {@code group} and {@code other} of a cell; empty where neither is given, which means all groups. */
    public static Optional<GroupChoice> read(ObjectReader cell, Grouping grouping) {
        JsonNode group = cell.any("group");
        boolean other = cell.flag("other", false);
        Faults faults = cell.faults();
        if (group == null && !other) {
            return Optional.empty();
        }
        if (grouping.isNone()) {
            String given = group == null ? "other" : "group";
            faults.add(cell.at(given), "invalid", group, null, "the query is not grouped");
            return Optional.empty();
        }
        if (group == null) {
            return Optional.of(new GroupChoice(List.of(), true));
        }
        int fields = grouping.fields().size();
        String expected = "the group's values, one for each of " + fields;
        if (other || !group.isArray() || group.size() != fields) {
            faults.invalid(cell.at("group"), group, other ? "no values beside other" : expected);
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (JsonNode value : group) {
            if (value.isContainerNode()) {
                faults.wrongType(cell.at("group"), group, expected + ": texts, or null");
                return Optional.empty();
            }
            values.add(value.isNull() ? "" : value.asText());
        }
        return Optional.of(new GroupChoice(values, false));
    }

    public boolean isAbsent() {
        return !isOther && values.stream().allMatch(String::isEmpty);
    }

    /** The same as {@link GroupSql#values} has it; empty if no bin has this label. */
    public Optional<List<String>> stored(Optional<Bins> bins, Grouping grouping) {
        if (!grouping.binned() || isAbsent()) {
            return Optional.of(values);
        }
        for (int bin = 0; bins.isPresent() && bin < bins.get().count(); bin++) {
            if (bins.get().label(bin).equals(values.get(0))) {
                return Optional.of(List.of(Integer.toString(bin + 1)));
            }
        }
        return Optional.empty();
    }
}
