package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Orders segments so that each comes after those its rule names, by id where that leaves a choice. */
final class RuleOrder {

    private final Map<String, SegmentRule> byId = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<SegmentRule> ordered = new ArrayList<>();

    private RuleOrder(List<SegmentRule> segments) {
        segments.forEach(segment -> byId.put(segment.id(), segment));
    }

    /** In a cycle, which no definition should have got through with, the reference that closes it is left out. */
    static List<SegmentRule> of(List<SegmentRule> segments) {
        RuleOrder order = new RuleOrder(segments);
        order.byId.values().forEach(order::visit);
        return order.ordered;
    }

    private void visit(SegmentRule segment) {
        if (!seen.add(segment.id())) {
            return;
        }
        Rule rule = segment.rule();
        if (rule != null) {
            for (Rule leaf : RuleLeaves.of(rule)) {
                SegmentRule named = leaf instanceof Rule.Segment other ? byId.get(other.id()) : null;
                if (named != null) {
                    visit(named);
                }
            }
        }
        ordered.add(segment);
    }
}
