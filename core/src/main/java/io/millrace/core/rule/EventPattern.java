package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.event.EventType;
import io.millrace.core.event.ReservedNames;
import java.util.List;

/**
 * Which events are meant: by name, and by tests that must all hold for one and the same event.
 *
 * @param name a name, a prefix {@code video_*} (of track calls), or {@code *} for every track, page and screen call of
 *     clients (Millrace's own message events are reached by name only)
 */
public record EventPattern(String name, List<PropertyTest> where) {

    /** A test on a property; only tests whose answer time alone does not change. */
    public record PropertyTest(Path path, ValueTest test) {
        public PropertyTest {
            if (test instanceof ValueTest.DateWindow || test instanceof ValueTest.Held) {
                throw new IllegalArgumentException("where takes no test that time alone changes");
            }
        }

        public boolean holds(JsonNode properties) {
            return Values.holds(test, Values.at(properties, path));
        }
    }

    public EventPattern {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an event's name is not empty");
        }
        where = List.copyOf(where);
    }

    public static EventPattern named(String name) {
        return new EventPattern(name, List.of());
    }

    public boolean isAny() {
        return name.equals("*");
    }

    public boolean isPrefix() {
        return name.endsWith("*") && !isAny();
    }

    /**
     * Whether a call is meant, its properties aside. Only track calls match a name or a prefix, but for {@code page} and
     * {@code screen}, which mean the calls and a track of that name alike.
     *
     * @param event a track's own name; of no meaning for other calls
     */
    public boolean names(EventType type, String event) {
        return switch (type) {
            case TRACK ->
                isAny()
                        ? !ReservedNames.isReserved(event)
                        : isPrefix() ? event.startsWith(prefix()) : event.equals(name);
            case PAGE -> isAny() || name.equals("page");
            case SCREEN -> isAny() || name.equals("screen");
            case IDENTIFY, GROUP, ALIAS -> false;
        };
    }

    /** What a name must begin with, if this is a prefix. */
    public String prefix() {
        return name.substring(0, name.length() - 1);
    }
}
