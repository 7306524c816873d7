package io.millrace.core.simulate;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.RuleLeaves;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.RuleReferences;
import io.millrace.core.rule.SegmentOrder;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The segments as they stand at the moment, and which changes of them are refused. Used by one thread. */
final class SegmentsInForce {

    private final ZoneId zone;
    private final Set<String> optOutGroups;
    private final Map<String, SegmentRule> segments = new LinkedHashMap<>();
    private final Map<LeafKey, Long> liveFrom = new HashMap<>();
    private final Set<LeafKey> counted = new HashSet<>();
    private final Map<Rule, LeafKey> keys = new HashMap<>();
    private List<Rule> watched;
    private long epoch = 1;

    /** @param watchedFromTheStart rules of campaigns */
    SegmentsInForce(Scenario scenario, List<Rule> watchedFromTheStart) {
        watched = List.copyOf(watchedFromTheStart);
        zone = scenario.zone();
        optOutGroups = scenario.optOutGroups();
        scenario.segments().forEach((name, spec) -> segments.put(name, segment(name, 1, spec)));
        putInForce(0);
        // What stands from the start counts everything.
        liveFrom.clear();
    }

    private static SegmentRule segment(String name, long version, SegmentSpec spec) {
        return new SegmentRule(name, version, spec instanceof SegmentSpec.Ruled ruled ? ruled.rule() : null);
    }

    /** Does what the action says, or says why not. */
    Optional<String> define(ScenarioAction.DefineSegment action) {
        String name = action.segment();
        SegmentRule old = segments.get(name);
        if (action.create() && old != null) {
            return Optional.of("there is a segment " + name + " already");
        }
        if (!action.create() && old == null) {
            return Optional.of("there is no segment " + name);
        }
        if (old != null && old.handKept()) {
            return Optional.of("the segment " + name + " is kept by hand and takes no rules");
        }
        Optional<List<String>> cycle = cycleWith(name, action.rule());
        if (cycle.isPresent()) {
            return Optional.of("the segments would form a cycle: " + String.join(" → ", cycle.get()));
        }
        segments.put(name, new SegmentRule(name, old == null ? 1 : old.version() + 1, action.rule(), action.at()));
        epoch++;
        return Optional.empty();
    }

    /** Why members of this segment cannot be set by hand; empty if they can. */
    Optional<String> refusesMembers(String name) {
        SegmentRule segment = segments.get(name);
        if (segment == null) {
            return Optional.of("there is no segment " + name);
        }
        return segment.handKept()
                ? Optional.empty()
                : Optional.of("the segment " + name + " is kept by its rules, not by hand");
    }

    /** Grows with every change. */
    long epoch() {
        return epoch;
    }

    private Optional<List<String>> cycleWith(String name, Rule rule) {
        Map<String, Set<String>> references = new HashMap<>();
        segments.forEach((id, segment) -> {
            Rule standing = segment.rule();
            references.put(id, standing == null ? Set.of() : RuleReferences.of(standing));
        });
        return SegmentOrder.cycleOf(references, name, RuleReferences.of(rule));
    }

    /** Rules that campaigns name are counted and told the past like those of segments. */
    void watch(List<Rule> rules) {
        if (!watched.equals(rules)) {
            watched = List.copyOf(rules);
            epoch++;
        }
    }

    /** The rules as they stand, all in force. */
    AudienceRules rules() {
        return new AudienceRules(epoch, zone, optOutGroups, List.copyOf(segments.values()), List.of(), liveFrom);
    }

    /**
     * Puts the definitions of this instant in force.
     *
     * @return the conditions that nothing counted before: they count live from now on, and want to be told the past
     */
    Map<LeafKey, Rule> putInForce(long now) {
        Map<LeafKey, Rule> used = new HashMap<>();
        Stream.concat(segments.values().stream().map(SegmentRule::rule).filter(Objects::nonNull), watched.stream())
                .flatMap(rule -> RuleLeaves.overEvents(rule).stream())
                .forEach(leaf -> used.put(keys.computeIfAbsent(leaf, LeafKey::of), leaf));
        Map<LeafKey, Rule> added = new HashMap<>(used);
        added.keySet().removeAll(counted);
        liveFrom.keySet().retainAll(used.keySet());
        added.keySet().forEach(leaf -> liveFrom.put(leaf, now));
        counted.clear();
        counted.addAll(used.keySet());
        return added;
    }
}
