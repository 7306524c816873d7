package io.millrace.query.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.filter.FilterParser;
import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.group.GroupingParser;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the fields that {@code cohort_retention} knows. */
final class RetentionParser {

    private RetentionParser() {}

    /** The query; empty if anything is wrong with it. Type and format have been read. */
    static Optional<RetentionQuery> parse(ObjectReader query, TimeRangeParser ranges) {
        Optional<TimeRange> range = ranges.parse(query);
        Optional<Selector> start = selector(query, "start");
        Optional<Selector> returning = selector(query, "return").or(() -> start);
        RetentionQuery.Mode mode = query.choice("mode", modes(), RetentionQuery.Mode.RECURRING);
        Period period = query.choice("period", Period.byText(), Period.WEEK);
        int periods = query.whole("periods", 0, 1, RetentionQuery.PERIODS_MAX);
        boolean onOrAfter = query.flag("on_or_after", false);
        boolean rolling = query.flag("rolling", false);
        int minOccurrences = query.whole("min_occurrences", 1, 1, RetentionQuery.OCCURRENCES_MAX);
        List<Leaf> filters = FilterParser.parse(query);
        Grouping grouping = GroupingParser.parse(query);
        if (query.any("start") == null) {
            query.faults().required(query.at("start"), "the event that starts a cohort is needed", "an event selector");
        }
        query.finish();
        if (!query.faults().isEmpty() || range.isEmpty() || start.isEmpty() || returning.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RetentionQuery(
                start.get(),
                returning.get(),
                mode,
                period,
                periods == 0 ? OptionalInt.empty() : OptionalInt.of(periods),
                onOrAfter,
                rolling,
                minOccurrences,
                range.get(),
                filters,
                grouping));
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

    static Map<String, RetentionQuery.Mode> modes() {
        Map<String, RetentionQuery.Mode> modes = new LinkedHashMap<>();
        for (RetentionQuery.Mode mode : RetentionQuery.Mode.values()) {
            modes.put(mode.name().toLowerCase(Locale.ROOT), mode);
        }
        return modes;
    }
}
