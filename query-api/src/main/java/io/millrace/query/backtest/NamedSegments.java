package io.millrace.query.backtest;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignReferences;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleReferences;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Leaves of a workspace's segments those that a campaign names, and those that they name: no others need be judged. */
final class NamedSegments {

    private NamedSegments() {}

    static AudienceRules of(Campaign campaign, AudienceRules all) {
        Map<String, SegmentRule> byId = new HashMap<>();
        all.active().forEach(segment -> byId.put(segment.id(), segment));
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(CampaignReferences.segments(campaign));
        while (!open.isEmpty()) {
            String id = open.pop();
            SegmentRule segment = byId.get(id);
            if (segment != null && needed.add(id)) {
                Rule rule = segment.rule();
                if (rule != null) {
                    open.addAll(RuleReferences.of(rule));
                }
            }
        }
        return new AudienceRules(
                all.epoch(),
                all.zone(),
                all.optOutGroups(),
                all.active().stream()
                        .filter(segment -> needed.contains(segment.id()))
                        .toList(),
                all.preparing(),
                all.liveFrom());
    }
}
