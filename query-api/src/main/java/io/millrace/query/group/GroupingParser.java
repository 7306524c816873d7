package io.millrace.query.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.filter.Field;
import io.millrace.query.filter.FilterParser;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code group_by limit other}. */
public final class GroupingParser {

    private static final int LIMIT_DEFAULT = 25;
    private static final int LIMIT_MAX = 1_000;

    private GroupingParser() {}

    /** The grouping that is asked for; none where {@code group_by} has a fault. */
    public static Grouping parse(ObjectReader query) {
        JsonNode groupBy = query.any("group_by");
        int limit = query.whole("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
        boolean other = query.flag("other", true);
        if (groupBy == null) {
            return Grouping.none();
        }
        Faults faults = query.faults();
        String pointer = query.at("group_by");
        if (groupBy.isObject()) {
            return ObjectReader.of(groupBy, pointer, faults)
                    .map(binned -> binned(binned, limit, other))
                    .orElseGet(Grouping::none);
        }
        List<JsonNode> nodes = new ArrayList<>();
        if (groupBy.isArray()) {
            groupBy.forEach(nodes::add);
        } else {
            nodes.add(groupBy);
        }
        if (nodes.isEmpty() || nodes.size() > Grouping.FIELDS_MAX) {
            faults.invalid(pointer, groupBy, "one to three fields");
            return Grouping.none();
        }
        List<Field> fields = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            JsonNode node = nodes.get(i);
            String place = groupBy.isArray() ? pointer + "/" + i : pointer;
            FilterParser.field(node, place, faults).ifPresent(field -> {
                fields.add(field);
                names.add(node.textValue());
            });
        }
        return fields.isEmpty() ? Grouping.none() : new Grouping(fields, names, 0, limit, other);
    }

    private static Grouping binned(ObjectReader groupBy, int limit, boolean other) {
        JsonNode name = groupBy.any("field");
        int bins = groupBy.whole("bins", 0, 1, Grouping.BINS_MAX);
        groupBy.finish();
        if (name == null) {
            groupBy.faults().required(groupBy.at("field"), "a field is needed");
            return Grouping.none();
        }
        if (bins == 0) {
            if (groupBy.any("bins") == null) {
                groupBy.faults().required(groupBy.at("bins"), "the number of bins is needed");
            }
            return Grouping.none();
        }
        return FilterParser.field(name, groupBy.at("field"), groupBy.faults())
                .map(field -> new Grouping(List.of(field), List.of(name.textValue()), bins, limit, other))
                .orElseGet(Grouping::none);
    }
}
