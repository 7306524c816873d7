package io.millrace.core.simulate;

import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.SegmentRule;
import io.millrace.core.rule.Rule;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The segments as they stand at the moment, and which changes of them are refused. Used by one thread. */
final class SegmentsInForce {

    private final ZoneId zone;
    private final Set<String> optOutGroups;
    private final Map<String, SegmentRule> segments = new LinkedHashMap<>();
    private long epoch;

    SegmentsInForce(Scenario scenario) {
        zone = scenario.zone();
        optOutGroups = scenario.optOutGroups();
        scenario.segments().forEach((name, spec) -> segments.put(name, segment(name, 1, spec)));
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
        segments.put(name, new SegmentRule(name, old == null ? 1 : old.version() + 1, action.rule()));
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
        return Optional.empty(); // TODO
    }

    AudienceRules rules() {
        return new AudienceRules(epoch, zone, optOutGroups, List.copyOf(segments.values()), List.of(), Map.of());
    }
}
