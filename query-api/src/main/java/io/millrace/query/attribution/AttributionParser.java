package io.millrace.query.attribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.filter.Field;
import io.millrace.query.filter.FilterParser;
import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Elapsed;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the fields that {@code attribution} knows. */
final class AttributionParser {

    private static final Duration LOOKBACK = Duration.ofDays(30);
    private static final Duration HALF_LIFE = Duration.ofDays(7);
    private static final int LIMIT_DEFAULT = 25;
    private static final int LIMIT_MAX = 1_000;
    private static final String SOURCE = "source";
    private static final Set<String> UTM = Set.of(SOURCE, "medium", "campaign", "term", "content");
    private static final String PROPERTIES = "properties.";

    private AttributionParser() {}

    /** The query; empty if anything is wrong with it. Type and format have been read. */
    static Optional<AttributionQuery> parse(ObjectReader query, TimeRangeParser ranges) {
        Optional<TimeRange> range = ranges.parse(query);
        Optional<Selector> conversion = selector(query, "conversion");
        if (query.any("conversion") == null) {
            query.faults()
                    .required(query.at("conversion"), "the event that is a conversion is needed", "an event selector");
        }
        Optional<Selector> touchpoints = selector(query, "touchpoints");
        Grouping dimension = dimension(query);
        Duration lookback = duration(query, "lookback", LOOKBACK, true);
        Model model = query.choice("model", Model.byText(), Model.LAST_TOUCH);
        Duration halfLife = duration(query, "half_life", HALF_LIFE, false);
        Optional<Field> value = query.text("value_property").flatMap(path -> value(path, query));
        List<Leaf> filters = FilterParser.parse(query);
        query.finish();
        if (!query.faults().isEmpty() || range.isEmpty() || conversion.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AttributionQuery(
                conversion.get(), touchpoints, dimension, lookback, model, halfLife, value, range.get(), filters));
    }

    private static Optional<Selector> selector(ObjectReader query, String name) {
        JsonNode node = query.any(name);
        return node == null
                ? Optional.empty()
                : ObjectReader.of(node, query.at(name), query.faults()).map(reader -> {
                    Selector selector = FilterParser.selector(reader);
                    reader.finish();
                    return selector;
                });
    }

    private static Grouping dimension(ObjectReader query) {
        JsonNode node = query.any("dimension");
        int limit = query.whole("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
        boolean other = query.flag("other", true);
        List<JsonNode> nodes = new ArrayList<>();
        if (node == null) {
            nodes.add(TextNode.valueOf(SOURCE));
        } else if (node.isArray()) {
            node.forEach(nodes::add);
        } else {
            nodes.add(node);
        }
        List<Field> fields = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (nodes.isEmpty() || nodes.size() > Grouping.FIELDS_MAX) {
            query.faults()
                    .invalid(query.at("dimension"), node == null ? NullNode.instance : node, "one to three fields");
        } else {
            for (int i = 0; i < nodes.size(); i++) {
                String place = query.at("dimension") + (node != null && node.isArray() ? "/" + i : "");
                String name = nodes.get(i).asText();
                JsonNode field = UTM.contains(name) ? TextNode.valueOf("utm." + name) : nodes.get(i);
                FilterParser.field(field, place, query.faults()).ifPresent(known -> {
                    fields.add(known);
                    names.add(name);
                });
            }
        }
        return fields.isEmpty()
                ? new Grouping(List.of(new Field(Field.Source.UTM, SOURCE)), List.of(SOURCE), 0, limit, other)
                : new Grouping(fields, names, 0, limit, other);
    }

    private static Duration duration(ObjectReader query, String name, Duration unlessTold, boolean mayBeZero) {
        Optional<String> text = query.text(name);
        if (text.isEmpty()) {
            return unlessTold;
        }
        Optional<Duration> duration = Elapsed.parse(text.get()).filter(known -> mayBeZero || !known.isZero());
        if (duration.isEmpty()) {
            query.faults().invalid(query.at(name), TextNode.valueOf(text.get()), Elapsed.EXPECTED);
        }
        return duration.orElse(unlessTold);
    }

    private static Optional<Field> value(String path, ObjectReader query) {
        String own = path.startsWith(PROPERTIES) ? path.substring(PROPERTIES.length()) : path;
        if (own.isEmpty()) {
            query.faults().invalid(query.at("value_property"), TextNode.valueOf(path), "a property of the conversion");
            return Optional.empty();
        }
        return Optional.of(new Field(Field.Source.PROPERTIES, own));
    }
}
