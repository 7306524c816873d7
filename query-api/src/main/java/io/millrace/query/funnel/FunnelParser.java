package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.filter.Field;
import io.millrace.query.filter.FilterParser;
import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.group.GroupingParser;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Elapsed;
import io.millrace.query.time.Interval;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the fields that {@code funnel} knows. */
public final class FunnelParser {

    private static final Map<String, FunnelStep.FirstTime> FIRST_TIMES =
            Map.of("matching", FunnelStep.FirstTime.MATCHING, "ever", FunnelStep.FirstTime.EVER);
    private static final Pattern STEP_ATTRIBUTION = Pattern.compile("step:([0-9]{1,2})");

    /** In place of steps that cannot be read: no number of a step elsewhere in the query is a fault because of it. */
    private static final List<FunnelStep> UNREAD =
            Collections.nCopies(FunnelQuery.STEPS_MAX, FunnelStep.of(Selector.ANY));

    private FunnelParser() {}

    /** A funnel and what is shown of it. */
    public record Asked(FunnelQuery query, FunnelView view) {}

    /** What is asked; empty if anything is wrong with it. Type and format have been read. */
    public static Optional<Asked> parse(ObjectReader query, TimeRangeParser ranges) {
        Faults faults = query.faults();
        Optional<TimeRange> range = ranges.parse(query);
        List<FunnelStep> steps = steps(query);
        Order order = query.choice("order", Order.byText(), Order.ORDERED);
        Duration window = window(query);
        List<Exclusion> exclusions = exclusions(query, steps, order);
        List<Leaf> filters = FilterParser.parse(query);
        Optional<Field> actor = actor(query);
        Grouping grouping = GroupingParser.parse(query);
        Attribution attribution = attribution(query, steps.size());
        boolean conversionAfterRange = query.flag("conversion_after_range", false);
        Optional<FunnelView> view = view(query, steps);
        query.finish();
        if (!faults.isEmpty() || range.isEmpty()) {
            return Optional.empty();
        }
        FunnelQuery known = new FunnelQuery(
                steps,
                order,
                window,
                exclusions,
                range.get(),
                filters,
                actor,
                grouping,
                attribution,
                conversionAfterRange);
        return view.map(shown -> new Asked(known, shown));
    }

    private static Optional<Field> actor(ObjectReader query) {
        Optional<String> actor = query.text("actor").filter(text -> !text.equals("contact"));
        return actor.flatMap(text -> FilterParser.field(TextNode.valueOf(text), query.at("actor"), query.faults()));
    }

    private static Optional<FunnelView> view(ObjectReader query, List<FunnelStep> steps) {
        FunnelView.Kind kind = query.choice("view", FunnelView.Kind.byText(), FunnelView.Kind.STEPS);
        Interval interval = query.choice("interval", Interval.byText(), Interval.DAY);
        int bins = query.whole("bins", 0, 1, FunnelView.BINS_MAX);
        return Stretch.read(query, steps)
                .map(stretch -> new FunnelView(kind, stretch.fromStep(), stretch.toStep(), bins, interval));
    }

    private static List<FunnelStep> steps(ObjectReader query) {
        JsonNode node = query.any("steps");
        if (node == null) {
            query.faults().required(query.at("steps"), "2 to " + FunnelQuery.STEPS_MAX + " steps are needed");
            return UNREAD;
        }
        List<JsonNode> nodes = query.list("steps");
        if (!node.isArray()) {
            return UNREAD;
        }
        if (nodes.size() < 2 || nodes.size() > FunnelQuery.STEPS_MAX) {
            query.faults()
                    .add(
                            query.at("steps"),
                            "out_of_range",
                            IntNode.valueOf(nodes.size()),
                            null,
                            "expected 2 to " + FunnelQuery.STEPS_MAX + " steps, found " + nodes.size());
        }
        List<FunnelStep> steps = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            boolean first = i == 0;
            steps.add(ObjectReader.of(nodes.get(i), query.at("steps") + "/" + i, query.faults())
                    .map(step -> step(step, first))
                    .orElseGet(() -> FunnelStep.of(Selector.ANY)));
        }
        return steps;
    }

    private static FunnelStep step(ObjectReader step, boolean first) {
        Selector selector = FilterParser.selector(step);
        String name = step.text("name").orElse(selector.text());
        boolean optional = step.flag("optional", false);
        FunnelStep.FirstTime firstTime = step.choice("first_time", FIRST_TIMES, FunnelStep.FirstTime.NO);
        step.finish();
        if (first && optional) {
            step.faults().invalid(step.at("optional"), BooleanNode.TRUE, "false, since the first step is required");
        }
        return new FunnelStep(selector, name, optional, firstTime);
    }

    private static Duration window(ObjectReader query) {
        Optional<String> text = query.text("window");
        if (text.isEmpty()) {
            return FunnelQuery.WINDOW_DEFAULT;
        }
        Optional<Duration> window = Elapsed.parse(text.get());
        if (window.isEmpty()) {
            query.faults().invalid(query.at("window"), TextNode.valueOf(text.get()), Elapsed.EXPECTED);
        }
        return window.orElse(FunnelQuery.WINDOW_DEFAULT);
    }

    private static List<Exclusion> exclusions(ObjectReader query, List<FunnelStep> steps, Order order) {
        List<JsonNode> nodes = query.list("exclusions");
        if (nodes.size() > FunnelQuery.EXCLUSIONS_MAX) {
            query.faults()
                    .add(
                            query.at("exclusions"),
                            "out_of_range",
                            IntNode.valueOf(nodes.size()),
                            null,
                            "expected up to " + FunnelQuery.EXCLUSIONS_MAX + " exclusions, found " + nodes.size());
        }
        List<Exclusion> exclusions = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            ObjectReader.of(nodes.get(i), query.at("exclusions") + "/" + i, query.faults())
                    .flatMap(node -> exclusion(node, steps, order))
                    .ifPresent(exclusions::add);
        }
        return exclusions;
    }

    private static Optional<Exclusion> exclusion(ObjectReader exclusion, List<FunnelStep> steps, Order order) {
        Selector selector = FilterParser.selector(exclusion);
        Optional<Stretch> stretch =
                order == Order.UNORDERED ? Stretch.readWhole(exclusion, steps) : Stretch.read(exclusion, steps);
        exclusion.finish();
        return stretch.map(known -> new Exclusion(selector, known.fromStep(), known.toStep()));
    }

    private static Attribution attribution(ObjectReader query, int steps) {
        String text = query.text("attribution").orElse("first_touch");
        Matcher step = STEP_ATTRIBUTION.matcher(text);
        if (step.matches()) {
            int number = Integer.parseInt(step.group(1));
            if (number >= 1 && number <= steps) {
                return new Attribution(Attribution.Kind.STEP, number - 1);
            }
        }
        switch (text) {
            case "first_touch":
                return Attribution.FIRST_TOUCH;
            case "last_touch":
                return new Attribution(Attribution.Kind.LAST_TOUCH, 0);
            case "all_steps":
                return new Attribution(Attribution.Kind.ALL_STEPS, 0);
            default:
                query.faults()
                        .invalid(
                                query.at("attribution"),
                                TextNode.valueOf(text),
                                "first_touch, last_touch, all_steps or step:n with a step's number");
                return Attribution.FIRST_TOUCH;
        }
    }
}
