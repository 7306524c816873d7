package io.millrace.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.filter.Field;
import io.millrace.query.filter.FilterParser;
import io.millrace.query.filter.Selector;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code series} of a timeseries. */
final class ItemParser {

    /** As many as there are letters. */
    private static final int ITEMS_MAX = 26;

    private static final int NAME_LENGTH_MAX = 200;
    private static final Pattern PERCENTILE = Pattern.compile("p([1-9][0-9]?)");
    private static final Map<String, Measure.Kind> KINDS = kinds();

    private ItemParser() {}

    /** The series; those with faults are left out. */
    static List<SeriesItem> parse(ObjectReader query) {
        JsonNode given = query.any("series");
        List<JsonNode> listed = query.list("series");
        Faults faults = query.faults();
        if (given == null || (given.isArray() && (listed.isEmpty() || listed.size() > ITEMS_MAX))) {
            String expected = "a list of 1 to " + ITEMS_MAX + " series";
            faults.add(
                    query.at("series"),
                    given == null ? "required" : "invalid",
                    given,
                    expected,
                    expected + " is needed");
            return List.of();
        }
        List<SeriesItem> items = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            String id = String.valueOf((char) ('A' + i));
            ObjectReader.of(listed.get(i), query.at("series") + "/" + i, faults)
                    .flatMap(item -> item(item, id))
                    .ifPresent(items::add);
        }
        return items;
    }

    private static Optional<SeriesItem> item(ObjectReader item, String id) {
        Selector event = FilterParser.selector(item);
        Optional<Measure> measure = measure(item);
        Optional<String> name = item.text("name");
        if (name.isPresent() && (name.get().isEmpty() || name.get().length() > NAME_LENGTH_MAX)) {
            item.faults()
                    .invalid(
                            item.at("name"),
                            TextNode.valueOf(name.get()),
                            "a name of up to " + NAME_LENGTH_MAX + " characters");
        }
        item.finish();
        return measure.map(known -> new SeriesItem(id, name.orElse(event.text()), event, known));
    }

    private static Optional<Measure> measure(ObjectReader item) {
        Faults faults = item.faults();
        int faultsBefore = faults.count();
        String text = item.text("measure").orElse("total");
        Matcher percentile = PERCENTILE.matcher(text);
        Measure.Kind kind = percentile.matches() ? Measure.Kind.PERCENTILE : KINDS.get(text);
        JsonNode given = item.any("property");
        if (faults.count() > faultsBefore) {
            // Whether it takes a property cannot be told.
            return Optional.empty();
        }
        if (kind == null) {
            faults.invalid(
                    item.at("measure"),
                    TextNode.valueOf(text),
                    "one of " + String.join(", ", KINDS.keySet()) + ", p1 to p99");
            return Optional.empty();
        }
        if (!kind.ofNumbers()) {
            if (given != null) {
                faults.add(item.at("property"), "unknown_field", given, null, text + " takes no property");
                return Optional.empty();
            }
            return Optional.of(Measure.of(kind));
        }
        if (given == null) {
            faults.required(item.at("property"), text + " needs a property, properties.amount", "a field");
            return Optional.empty();
        }
        int place = percentile.matches() ? Integer.parseInt(percentile.group(1)) : 0;
        return property(given, item).map(field -> new Measure(kind, Optional.of(field), place));
    }

    /** A field, or the path of a property by itself. */
    private static Optional<Field> property(JsonNode given, ObjectReader item) {
        String place = item.at("property");
        if (!given.isTextual() || given.textValue().isEmpty()) {
            item.faults().wrongType(place, given, "a field, properties.amount");
            return Optional.empty();
        }
        Optional<Field> field = Field.parse(given.textValue());
        if (field.filter(known -> known.source() == Field.Source.SEGMENTS).isPresent()) {
            item.faults().invalid(place, given, "a field with numbers");
            return Optional.empty();
        }
        return field.or(() -> Optional.of(new Field(Field.Source.PROPERTIES, given.textValue())));
    }

    private static Map<String, Measure.Kind> kinds() {
        Map<String, Measure.Kind> kinds = new LinkedHashMap<>();
        for (Measure.Kind kind : Measure.Kind.values()) {
            if (kind != Measure.Kind.PERCENTILE) {
                kinds.put(kind.name().toLowerCase(java.util.Locale.ROOT), kind);
            }
        }
        return kinds;
    }
}
