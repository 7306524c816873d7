package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Path;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a condition needs of an event: its roles in the test, and the number or value that is aggregated. */
final class EventsProjection implements LeafProjection {

    private final EventPattern pattern;
    private final Window window;
    private final @Nullable EventPattern follower;
    private final @Nullable List<EventPattern.PropertyTest> passes;
    private final @Nullable Path property;
    private final boolean distinct;

    EventsProjection(Rule.Events events) {
        this.pattern = events.pattern();
        this.window = Window.of(events.scope());
        EventTest test = events.test();
        this.follower = test instanceof EventTest.NotFollowedBy unanswered ? unanswered.other() : null;
        this.passes = test instanceof EventTest.LastWhere last ? last.tests() : null;
        this.property = test instanceof EventTest.Aggregate aggregate ? aggregate.property() : null;
        this.distinct = test instanceof EventTest.Aggregate aggregate
                && aggregate.function() == EventTest.Aggregate.Function.DISTINCT;
    }

    @Override
    public Optional<LeafEvent> project(EventView event) {
        int roles = 0;
        if (window.admits(event.timestamp()) && Patterns.matches(pattern, event)) {
            roles |= LeafForms.PATTERN;
            if (passes != null && Patterns.holds(passes, event.properties())) {
                roles |= LeafForms.OTHER;
            }
        }
        if (follower != null && Patterns.matches(follower, event)) {
            roles |= LeafForms.OTHER;
        }
        if (roles == 0) {
            return Optional.empty();
        }
        if (property == null) {
            return Optional.of(new LeafEvent(event.timestamp(), event.arrival(), roles, null, 0));
        }
        JsonNode value = Values.at(event.properties(), property);
        BigDecimal number = distinct ? null : Values.numberOf(value).orElse(null);
        if (value == null || (!distinct && number == null)) {
            return Optional.empty();
        }
        long hash = distinct ? ValueHash.of(value) : 0;
        return Optional.of(new LeafEvent(event.timestamp(), event.arrival(), roles, number, hash));
    }

    @Override
    public boolean readsProperties() {
        return property != null
                || passes != null
                || !pattern.where().isEmpty()
                || (follower != null && !follower.where().isEmpty());
    }

    @Override
    public List<EventPattern> patterns() {
        return follower == null ? List.of(pattern) : List.of(pattern, follower);
    }
}
