package io.millrace.query.funnel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which groups an actor belongs to, and the events that make its funnel in each. Values come only from events in the
 * range that match a step; several fields come from one event. Used by one thread.
 */
final class ActorGroups {

    private final FunnelQuery query;
    private final List<String> absent;
    private final History narrowed = new History();

    ActorGroups(FunnelQuery query) {
        this.query = query;
        this.absent = query.grouping().fields().stream().map(unused -> "").toList();
    }

    /**
     * Hands over each group with its events, which are good until the next.
     *
     * @param events the actor's eligible events with their group values
     */
    void of(History events, BiConsumer<List<String>, History> receiver) {
        switch (query.attribution().kind()) {
            case FIRST_TOUCH -> receiver.accept(touched(events, false), events);
            case LAST_TOUCH -> receiver.accept(touched(events, true), events);
            case ALL_STEPS -> {
                for (List<String> value : values(events, -1)) {
                    narrowed.clear();
                    for (int event = 0; event < events.size(); event++) {
                        if (events.values(event).equals(value)) {
                            narrowed.copy(events, event, events.steps(event));
                        }
                    }
                    receiver.accept(value, narrowed);
                }
            }
            case STEP -> {
                int bit = 1 << query.attribution().step();
                for (List<String> value : values(events, bit)) {
                    narrowed.clear();
                    for (int event = 0; event < events.size(); event++) {
                        boolean own = events.values(event).equals(value);
                        narrowed.copy(events, event, own ? events.steps(event) : events.steps(event) & ~bit);
                    }
                    receiver.accept(value, narrowed);
                }
            }
        }
    }

    private List<String> touched(History events, boolean last) {
        List<String> touched = absent;
        for (int event = 0; event < events.size(); event++) {
            if (namesGroup(events, event, -1) && events.values(event).stream().anyMatch(value -> !value.isEmpty())) {
                touched = events.values(event);
                if (!last) {
                    break;
                }
            }
        }
        return touched;
    }

    private Set<List<String>> values(History events, int stepBits) {
        Set<List<String>> values = new LinkedHashSet<>();
        for (int event = 0; event < events.size(); event++) {
            if (namesGroup(events, event, stepBits)) {
                values.add(events.values(event));
            }
        }
        return values;
    }

    private boolean namesGroup(History events, int event, int stepBits) {
        return (events.steps(event) & stepBits) != 0
                && events.at(event) <= query.range().toMillis();
    }
}
