package io.millrace.query.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.audience.EventView;
import io.millrace.core.audience.LeafEvent;
import io.millrace.core.audience.LeafKey;
import io.millrace.core.audience.LeafProjection;
import io.millrace.core.rule.Comparison;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.EventTest;
import io.millrace.core.rule.Rule;
import io.millrace.core.rule.TimeScope;
import java.util.List;
import java.util.Optional;

/** Conditions that take events by name, with the property {@code mark} as hash, for tests of what carries them. */
final class Counted {

    private Counted() {}

    static Condition named(String event, long key) {
        return named(event, key, new TimeScope.AllTime());
    }

    static Condition named(String event, long key, TimeScope scope) {
        return condition(event, key, scope, false);
    }

    static Condition reading(String event, long key) {
        return condition(event, key, new TimeScope.AllTime(), true);
    }

    private static Condition condition(String event, long key, TimeScope scope, boolean readsProperties) {
        Rule rule = new Rule.Events(EventPattern.named(event), scope, new EventTest.Count(Comparison.GTE, 1));
        return new Condition(new LeafKey(key), rule, new LeafProjection() {
            @Override
            public Optional<LeafEvent> project(EventView view) {
                JsonNode mark = view.properties().path("mark");
                return view.name().equals(event)
                        ? Optional.of(new LeafEvent(view.timestamp(), view.arrival(), 1, null, mark.asLong()))
                        : Optional.empty();
            }

            @Override
            public List<EventPattern> patterns() {
                return List.of(EventPattern.named(event));
            }

            @Override
            public boolean readsProperties() {
                return readsProperties;
            }
        });
    }
}
