package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import java.util.List;

/**
 * Rules that are no segment's: those of a version of a campaign.
 *
 * @param rules each once
 * @param leaves their conditions over events, each once
 * @param judged whether a {@link Follower} may ask for their answers; else their conditions only count what arrives
 */
public record WatchedRules(List<Rule> rules, List<LeafKey> leaves, boolean judged) {

    public WatchedRules {
        rules = List.copyOf(rules);
        leaves = List.copyOf(leaves);
    }

    public static WatchedRules of(List<Rule> rules, boolean judged) {
        return new WatchedRules(
                rules,
                rules.stream()
                        .flatMap(rule -> RuleLeaves.overEvents(rule).stream())
                        .distinct()
                        .map(LeafKey::of)
                        .toList(),
                judged);
    }

    public WatchedRules judged(boolean whether) {
        return new WatchedRules(rules, leaves, whether);
    }
}
