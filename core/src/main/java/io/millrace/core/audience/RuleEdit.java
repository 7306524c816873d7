package io.millrace.core.audience;

import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleReferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is different between rules and those before them. A contact that was judged under those before, up to this very
 * instant, need only be judged where they differ. Immutable.
 *
 * @param epoch of the rules before
 * @param layout of the rules before
 * @param segments those that are new or whose rule now says something else, by place
 * @param gone segments that are no more
 * @param forgotten conditions over events whose state is not kept on
 * @param begun conditions over events that only counted, and are judged from now on
 * @param silenced conditions over events that are still counted, but judged no longer
 * @param profilePlaces per condition over the profile its place before, -1 for a new one; null if all is where it was
 */
record RuleEdit(
        long epoch,
        int layout,
        int[] segments,
        List<String> gone,
        List<LeafKey> forgotten,
        List<EventLeaf> begun,
        List<LeafKey> silenced,
        int @Nullable [] profilePlaces) {

    /** Empty if everybody has to be judged anew in everything. */
    static Optional<RuleEdit> between(CompiledRules before, CompiledRules after) {
        AudienceRules old = before.rules();
        AudienceRules rules = after.rules();
        if (!old.zone().equals(rules.zone()) || !old.optOutGroups().equals(rules.optOutGroups())) {
            return Optional.empty();
        }
        List<LeafKey> forgotten = new ArrayList<>();
        List<EventLeaf> begun = new ArrayList<>();
        List<LeafKey> silenced = new ArrayList<>();
        for (EventLeaf leaf : before.eventLeaves()) {
            Integer place = after.eventPlace(leaf.key());
            EventLeaf now = place == null ? null : after.eventLeaves().get(place);
            if (now == null || now.liveFrom() != leaf.liveFrom()) {
                forgotten.add(leaf.key());
            } else if (now.judged() && !leaf.judged()) {
                begun.add(now);
            } else if (!now.judged() && leaf.judged()) {
                silenced.add(leaf.key());
            }
        }
        return Optional.of(new RuleEdit(
                old.epoch(),
                before.layout(),
                touched(before, after, Set.copyOf(forgotten)),
                before.segments().stream()
                        .map(CompiledSegment::id)
                        .filter(id -> after.segmentPlace(id) == null)
                        .toList(),
                forgotten,
                begun,
                silenced,
                profilePlaces(before, after)));
    }

    private static int[] touched(CompiledRules before, CompiledRules after, Set<LeafKey> forgotten) {
        TreeSet<Integer> touched = new TreeSet<>();
        for (int place = 0; place < after.segments().size(); place++) {
            SegmentRule segment = after.segments().get(place).rule();
            Integer old = before.segmentPlace(segment.id());
            if (old == null || !sameAnswers(before, before.segments().get(old).rule(), after, segment)) {
                touched.add(place);
            }
        }
        for (EventLeaf leaf : after.eventLeaves()) {
            if (forgotten.contains(leaf.key())) {
                for (int place : leaf.segments()) {
                    touched.add(place);
                }
            }
        }
        return touched.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean sameAnswers(
            CompiledRules before, SegmentRule old, CompiledRules after, SegmentRule segment) {
        Rule rule = segment.rule();
        Rule oldRule = old.rule();
        if (rule == null || oldRule == null) {
            return rule == oldRule;
        }
        if (!rule.equals(oldRule)) {
            return false;
        }
        for (String named : RuleReferences.of(rule)) {
            if (before.sees(old.id(), named) != after.sees(segment.id(), named)) {
                return false;
            }
        }
        return true;
    }

    private static int @Nullable [] profilePlaces(CompiledRules before, CompiledRules after) {
        if (before.layout() == after.layout()) {
            return null;
        }
        Map<Rule, Integer> places = before.places();
        return after.profileLeaves().stream()
                .mapToInt(leaf -> places.getOrDefault(leaf.rule(), -1))
                .toArray();
    }
}
