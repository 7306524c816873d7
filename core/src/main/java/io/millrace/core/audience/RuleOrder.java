package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleReferences;
import io.millrace.core.rule.SegmentOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders segments so that each comes after those its rule names. */
final class RuleOrder {

    private RuleOrder() {}

    /** In a cycle, which no definition should have got through with, a reference that closes it is passed over. */
    static List<SegmentRule> of(List<SegmentRule> segments) {
        Map<String, SegmentRule> byId = new HashMap<>();
        Map<String, Set<String>> references = new HashMap<>();
        for (SegmentRule segment : segments) {
            Rule rule = segment.rule();
            byId.put(segment.id(), segment);
            references.put(segment.id(), new HashSet<>(rule == null ? Set.of() : RuleReferences.of(rule)));
        }
        SegmentOrder order = SegmentOrder.of(references);
        for (Optional<List<String>> cycle = order.cycle(); cycle.isPresent(); cycle = order.cycle()) {
            List<String> ids = cycle.get();
            references.getOrDefault(ids.get(ids.size() - 2), Set.of()).remove(ids.get(ids.size() - 1));
            order = SegmentOrder.of(references);
        }
        return order.order().stream().map(byId::get).toList();
    }
}
