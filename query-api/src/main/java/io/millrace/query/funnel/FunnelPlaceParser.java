package io.millrace.query.funnel;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.query.group.GroupPlace;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.time.Buckets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the cell of a funnel's answer: {@code step outcome}, {@code bin} or {@code date outcome}, with {@code group other}. */
final class FunnelPlaceParser {

    private final FunnelQuery query;
    private final FunnelView view;

    FunnelPlaceParser(FunnelQuery query, FunnelView view) {
        this.query = query;
        this.view = view;
    }

    /** The place; empty, with faults, if the answer has none such. */
    Optional<FunnelPlace> parse(ObjectReader cell) {
        int faultsBefore = cell.faults().count();
        Optional<GroupPlace> group = GroupPlace.parse(cell, query.grouping());
        FunnelPlace place =
                switch (view.kind()) {
                    case STEPS -> step(cell, group);
                    case TIME_TO_CONVERT -> bin(cell, group);
                    case TREND -> bucket(cell, group);
                };
        cell.finish();
        return cell.faults().count() > faultsBefore ? Optional.empty() : Optional.of(place);
    }

    private FunnelPlace step(ObjectReader cell, Optional<GroupPlace> group) {
        int step = required(cell, "step", "the number of a step")
                ? cell.whole("step", 1, 1, query.steps().size())
                : 1;
        FunnelPlace.Kind kind =
                outcome(cell, Map.of("reached", FunnelPlace.Kind.REACHED, "dropped", FunnelPlace.Kind.DROPPED));
        return new FunnelPlace(kind, step - 1, group);
    }

    private FunnelPlace bin(ObjectReader cell, Optional<GroupPlace> group) {
        int bin =
                required(cell, "bin", "the number of a bin, from 0") ? cell.whole("bin", 0, 0, FunnelView.BINS_MAX) : 0;
        return new FunnelPlace(FunnelPlace.Kind.BIN, bin, group);
    }

    private FunnelPlace bucket(ObjectReader cell, Optional<GroupPlace> group) {
        String expected = "the date of one of the buckets";
        Optional<String> date = cell.requiredText("date", expected);
        FunnelPlace.Kind kind =
                outcome(cell, Map.of("entered", FunnelPlace.Kind.ENTERED, "converted", FunnelPlace.Kind.CONVERTED));
        int number = date.map(text ->
                        Buckets.of(query.range(), view.interval()).labels().indexOf(text))
                .orElse(0);
        if (number < 0) {
            cell.faults().invalid(cell.at("date"), TextNode.valueOf(date.orElse("")), expected);
        }
        return new FunnelPlace(kind, Math.max(0, number), group);
    }

    private static boolean required(ObjectReader cell, String name, String expected) {
        if (cell.any(name) == null) {
            cell.faults().required(cell.at(name), expected + " is needed", expected);
            return false;
        }
        return true;
    }

    private static FunnelPlace.Kind outcome(ObjectReader cell, Map<String, FunnelPlace.Kind> known) {
        FunnelPlace.Kind first = known.values().iterator().next();
        List<String> names = known.keySet().stream().sorted().toList();
        return cell.requiredText("outcome", "one of " + String.join(", ", names))
                        .isPresent()
                ? cell.choice("outcome", new TreeMap<>(known), first)
                : first;
    }
}
