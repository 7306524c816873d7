package io.millrace.query.funnel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which groups an actor belongs to, and how far it came in each. Values come only from events in the range that match a
 * step; several fields come from one event.
 */
final class ActorGroups {

    private final FunnelQuery query;
    private final FunnelEngine engine;

    ActorGroups(FunnelQuery query, FunnelEngine engine) {
        this.query = query;
        this.engine = engine;
    }

    /** @param events the actor's eligible events in order of time */
    Map<List<String>, Reached> of(List<ActorEvent> events) {
        return switch (query.attribution().kind()) {
            case FIRST_TOUCH -> touch(events, false);
            case LAST_TOUCH -> touch(events, true);
            case ALL_STEPS -> each(events, -1, (event, value) -> event.values().equals(value) ? event : null);
            case STEP -> {
                int step = query.attribution().step();
                yield each(
                        events,
                        1 << step,
                        (event, value) -> event.values().equals(value)
                                ? event
                                : event.withSteps(event.steps() & ~(1 << step)));
            }
        };
    }

    private Map<List<String>, Reached> touch(List<ActorEvent> events, boolean last) {
        Map<List<String>, Reached> groups = new LinkedHashMap<>();
        engine.run(events).ifPresent(reached -> groups.put(touched(events, last), reached));
        return groups;
    }

    private List<String> touched(List<ActorEvent> events, boolean last) {
        List<String> touched = query.grouping().fields().stream().map(unused -> "").toList();
        for (ActorEvent event : events) {
            if (namesGroup(event, -1) && event.hasValue()) {
                touched = event.values();
                if (!last) {
                    break;
                }
            }
        }
        return touched;
    }

    private Map<List<String>, Reached> each(List<ActorEvent> events, int stepBits, Narrowing narrowing) {
        Set<List<String>> values = new LinkedHashSet<>();
        for (ActorEvent event : events) {
            if (namesGroup(event, stepBits)) {
                values.add(event.values());
            }
        }
        Map<List<String>, Reached> groups = new LinkedHashMap<>();
        for (List<String> value : values) {
            List<ActorEvent> narrowed = new ArrayList<>();
            for (ActorEvent event : events) {
                ActorEvent kept = narrowing.narrow(event, value);
                if (kept != null) {
                    narrowed.add(kept);
                }
            }
            engine.run(narrowed).ifPresent(reached -> groups.put(value, reached));
        }
        return groups;
    }

    private boolean namesGroup(ActorEvent event, int stepBits) {
        return (event.steps() & stepBits) != 0
                && event.timestampMillis() <= query.range().toMillis();
    }

    /** What of an event counts in the funnel of one value; null if nothing does. */
    private interface Narrowing {
        @Nullable ActorEvent narrow(ActorEvent event, List<String> value);
    }
}
