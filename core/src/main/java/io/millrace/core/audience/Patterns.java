package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.EventType;
import io.millrace.core.event.ReservedNames;
import io.millrace.core.rule.EventPattern;
import java.util.List;

/** Matches events against patterns. */
final class Patterns {

    private Patterns() {}

    /** The name and the tests; properties are read only where there are tests and the name fits. */
    static boolean matches(EventPattern pattern, EventView event) {
        return matchesName(pattern, event) && (pattern.where().isEmpty() || holds(pattern.where(), event.properties()));
    }

    static boolean holds(List<EventPattern.PropertyTest> tests, JsonNode properties) {
        for (EventPattern.PropertyTest test : tests) {
            if (!test.holds(properties)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesName(EventPattern pattern, EventView event) {
        String name = event.type().eventName(event.name());
        if (name.isEmpty()) {
            return false;
        }
        if (pattern.isAny()) {
            return !ReservedNames.isReserved(name);
        }
        if (pattern.isPrefix()) {
            return event.type() == EventType.TRACK
                    && name.startsWith(pattern.prefix())
                    && !ReservedNames.isReserved(name);
        }
        return name.equals(pattern.name());
    }
}
