package io.millrace.query.series;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.filter.FilterParser;
import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.group.GroupingParser;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the fields that {@code event_count}, {@code unique_contacts} and {@code timeseries} know. */
final class SeriesParser {

    private static final Pattern EARLIER = Pattern.compile("([1-9][0-9]{0,4})(d|w|mo|y)");
    private static final Map<String, Boolean> DISPLAYS = Map.of("series", false, "total", true);

    private SeriesParser() {}

    /** The query; empty if anything is wrong with it. Type and format have been read. */
    static Optional<SeriesQuery> parse(String type, ObjectReader query, TimeRangeParser ranges) {
        Faults faults = query.faults();
        Optional<TimeRange> range = ranges.parse(query);
        Interval interval = query.choice("interval", Interval.byText(), Interval.DAY);
        boolean several = type.equals(SeriesQuery.TIMESERIES);
        List<SeriesItem> items = several ? ItemParser.parse(query) : List.of(single(type, query));
        Optional<String> formulaText = several ? query.text("formula") : Optional.empty();
        Optional<Formula> formula = items.isEmpty()
                ? Optional.empty()
                : formulaText.flatMap(text -> FormulaParser.parse(
                        text, query.list("series").size() + (several ? 0 : 1), query.at("formula"), faults));
        List<Leaf> filters = FilterParser.parse(query);
        Grouping grouping = GroupingParser.parse(query);
        boolean cumulative = query.flag("cumulative", false);
        if (cumulative && items.stream().anyMatch(item -> !item.measure().cumulates())) {
            faults.invalid(
                    query.at("cumulative"),
                    BooleanNode.TRUE,
                    "only series of total, unique_contacts and sum to run on");
        }
        boolean totalOnly = query.choice("display", DISPLAYS, false);
        Optional<TimeRange> compare = compare(query, range);
        query.finish();
        if (!faults.isEmpty() || range.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SeriesQuery(
                type, items, formula, range.get(), interval, filters, grouping, cumulative, compare, totalOnly));
    }

    private static SeriesItem single(String type, ObjectReader query) {
        String event = query.text("event").orElse("*");
        if (event.isEmpty()) {
            query.faults().required(query.at("event"), "an event's name is not empty; * or null is any event");
            event = "*";
        }
        Measure measure = type.equals("event_count") ? Measure.TOTAL : Measure.UNIQUE_CONTACTS;
        return new SeriesItem("A", event, Selector.named(event), measure);
    }

    /** Reads the field also where the range cannot be read, or it would count as one that nobody knows. */
    private static Optional<TimeRange> compare(ObjectReader query, Optional<TimeRange> range) {
        Optional<String> text = query.text("compare");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().equals("previous_period")) {
            return range.map(TimeRange::previous);
        }
        Matcher matcher = EARLIER.matcher(text.get());
        if (!matcher.matches()) {
            query.faults()
                    .invalid(query.at("compare"), TextNode.valueOf(text.get()), "previous_period, or 7d, 1w, 1mo, 1y");
            return Optional.empty();
        }
        int count = Integer.parseInt(matcher.group(1));
        Period period =
                switch (matcher.group(2)) {
                    case "d" -> Period.ofDays(count);
                    case "w" -> Period.ofWeeks(count);
                    case "mo" -> Period.ofMonths(count);
                    default -> Period.ofYears(count);
                };
        return range.map(known -> known.earlierBy(period));
    }
}
