package io.millrace.query.backfill;

import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which events can mean something to a condition, by name and time: never too few, perhaps too many. */
record EventNames(Set<String> patterns, long since) {

    /** A local day begins at most so long ago, whatever the zone and however long the day. */
    private static final long LONGEST_DAY_MILLIS = 50L * 3_600_000;

    /**
     * @param rule an {@link Rule.Events} or {@link Rule.Sequence}
     * @param at the instant before which nobody asks for the condition's answer
     */
    static EventNames of(Rule rule, long at) {
        Set<String> patterns = new TreeSet<>();
        if (rule instanceof Rule.Sequence sequence) {
            sequence.steps().forEach(step -> patterns.add(step.name()));
            return new EventNames(patterns, Long.MIN_VALUE);
        }
        if (rule instanceof Rule.Events events) {
            patterns.add(events.pattern().name());
            if (events.test() instanceof EventTest.NotFollowedBy followed) {
                EventPattern other = followed.other();
                patterns.add(other.name());
            }
            return new EventNames(patterns, events.scope().accept(new Since(at)));
        }
        throw new IllegalArgumentException("no condition over events: " + rule);
    }

    List<String> listed() {
        return List.copyOf(patterns);
    }

    /** The least timestamp of an event that is in the scope at the instant or later. */
    private record Since(long at) implements TimeScope.Visitor<Long> {

        @Override
        public Long allTime(TimeScope.AllTime scope) {
            return Long.MIN_VALUE;
        }

        @Override
        public Long sliding(TimeScope.Sliding scope) {
            return at - scope.millis() + 1;
        }

        @Override
        public Long today(TimeScope.Today scope) {
            return at - LONGEST_DAY_MILLIS;
        }

        @Override
        public Long between(TimeScope.Between scope) {
            Long since = scope.since();
            return since == null ? Long.MIN_VALUE : since;
        }
    }
}
