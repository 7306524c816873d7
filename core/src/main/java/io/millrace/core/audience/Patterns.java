package io.millrace.core.audience;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.EventPattern;
import java.util.List;

/** Matches events against patterns. */
public final class Patterns {

    private Patterns() {}

    /** The name and the tests; properties are read only where there are tests and the name fits. */
    public static boolean matches(EventPattern pattern, EventView event) {
        return pattern.names(event.type(), event.name())
                && (pattern.where().isEmpty() || holds(pattern.where(), event.properties()));
    }

    static boolean holds(List<EventPattern.PropertyTest> tests, JsonNode properties) {
        for (EventPattern.PropertyTest test : tests) {
            if (!test.holds(properties)) {
                return false;
            }
        }
        return true;
    }
}
