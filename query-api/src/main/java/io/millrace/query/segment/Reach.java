package io.millrace.query.segment;

import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a condition depends on events that are not kept. Pure.
 *
 * @param kept for how long events are kept
 * @param keptFrom since when they are
 */
record Reach(Duration kept, Instant keptFrom, EventTest test) implements TimeScope.Visitor<Boolean> {

    /** @param leaf an {@link Rule.Events} or {@link Rule.Sequence} */
    static boolean isBeyond(Rule leaf, Duration kept, Instant keptFrom) {
        // A sequence is completed once and for all.
        return !(leaf instanceof Rule.Events events) || events.scope().accept(new Reach(kept, keptFrom, events.test()));
    }

    /** Only whether the newest event is young does not depend on old ones. */
    @Override
    public Boolean allTime(TimeScope.AllTime scope) {
        return !(test instanceof EventTest.Age age
                && age.edge() == EventTest.Age.Edge.LAST
                && age.withinLast()
                && age.millis() <= kept.toMillis());
    }

    @Override
    public Boolean sliding(TimeScope.Sliding scope) {
        return scope.millis() > kept.toMillis();
    }

    @Override
    public Boolean today(TimeScope.Today scope) {
        return false;
    }

    @Override
    public Boolean between(TimeScope.Between scope) {
        Long since = scope.since();
        return since == null || since < keptFrom.toEpochMilli();
    }
}
