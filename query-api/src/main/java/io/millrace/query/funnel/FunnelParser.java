package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.filter.FilterParser;
import io.millrace.query.filter.Leaf;
import io.millrace.query.filter.Selector;
import io.millrace.query.group.Grouping;
import io.millrace.query.group.GroupingParser;
import io.millrace.query.request.Faults;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Elapsed;
import io.millrace.query.time.TimeRange;
import io.millrace.query.time.TimeRangeParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the fields that {@code funnel} knows; orders, views and actors that are not there yet are refused by name. */
public final class FunnelParser {

    private static final Map<String, FunnelStep.FirstTime> FIRST_TIMES =
            Map.of("matching", FunnelStep.FirstTime.MATCHING, "ever", FunnelStep.FirstTime.EVER);
    private static final Pattern STEP_ATTRIBUTION = Pattern.compile("step:([0-9]{1,2})");

    private FunnelParser() {}

    /** The query; empty if anything is wrong with it. Type and format have been read. */
    public static Optional<FunnelQuery> parse(ObjectReader query, TimeRangeParser ranges) {
        Faults faults = query.faults();
        Optional<TimeRange> range = ranges.parse(query);
        List<FunnelStep> steps = steps(query);
        Duration window = window(query);
        List<Exclusion> exclusions = exclusions(query, steps);
        List<Leaf> filters = FilterParser.parse(query);
        Grouping grouping = GroupingParser.parse(query);
        Attribution attribution = attribution(query, steps.size());
        boolean conversionAfterRange = query.flag("conversion_after_range", false);
        onlyYet(query, "order", "ordered", "strict", "unordered");
        onlyYet(query, "view", "steps", "time_to_convert", "trend");
        query.text("actor").filter(actor -> !actor.equals("contact")).ifPresent(actor -> faults.notSupported(
                query.at("actor"), TextNode.valueOf(actor), "actors other than contact are not supported yet"));
        for (String later : List.of("interval", "from_step", "to_step", "bins")) {
            query.notSupported(later, "the view that takes " + later);
        }
        query.finish();
        if (!faults.isEmpty() || range.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FunnelQuery(
                steps, window, exclusions, range.get(), filters, grouping, attribution, conversionAfterRange));
    }

    private static List<FunnelStep> steps(ObjectReader query) {
        JsonNode node = query.any("steps");
        if (node == null) {
            query.faults().required(query.at("steps"), "2 to " + FunnelQuery.STEPS_MAX + " steps are needed");
            return List.of();
        }
        List<JsonNode> nodes = query.list("steps");
        if (node.isArray() && (nodes.size() < 2 || nodes.size() > FunnelQuery.STEPS_MAX)) {
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
            step.faults()
                    .invalid(
                            step.at("optional"),
                            BooleanNode.TRUE,
                            "false, since the first step is required");
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

    private static List<Exclusion> exclusions(ObjectReader query, List<FunnelStep> steps) {
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
                    .flatMap(node -> exclusion(node, steps))
                    .ifPresent(exclusions::add);
        }
        return exclusions;
    }

    private static Optional<Exclusion> exclusion(ObjectReader exclusion, List<FunnelStep> steps) {
        Selector selector = FilterParser.selector(exclusion);
        int last = Math.max(2, steps.size());
        int lastRequired = last;
        while (lastRequired > 2
                && lastRequired <= steps.size()
                && steps.get(lastRequired - 1).optional()) {
            lastRequired--;
        }
        int from = exclusion.whole("from_step", 1, 1, last - 1);
        int to = exclusion.whole("to_step", lastRequired, 2, last);
        exclusion.finish();
        if (from >= to) {
            exclusion.faults().invalid(exclusion.at("to_step"), IntNode.valueOf(to), "a step after step " + from);
            return Optional.empty();
        }
        for (String bound : List.of("from_step", "to_step")) {
            int step = bound.equals("from_step") ? from : to;
            if (step <= steps.size() && steps.get(step - 1).optional()) {
                exclusion.faults().invalid(exclusion.at(bound), IntNode.valueOf(step), "a step that is not optional");
                return Optional.empty();
            }
        }
        return Optional.of(new Exclusion(selector, from - 1, to - 1));
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

    private static void onlyYet(ObjectReader query, String field, String supported, String... planned) {
        Optional<String> text = query.text(field);
        if (text.isEmpty() || text.get().equals(supported)) {
            return;
        }
        TextNode found = TextNode.valueOf(text.get());
        if (List.of(planned).contains(text.get())) {
            query.faults()
                    .notSupported(
                            query.at(field),
                            found,
                            text.get() + " is not supported yet; " + field + " can be " + supported);
        } else {
            query.faults().invalid(query.at(field), found, supported);
        }
    }
}
