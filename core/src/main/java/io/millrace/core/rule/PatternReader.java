package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which events are meant: steps with {@code event} and {@code where}, and the leaves of {@code where}. */
public final class PatternReader {

    private static final String PROPERTIES = "properties.";
    private static final String EVENT = "the name of an event";
    private static final String TESTS = "a list of conditions on properties";

    private PatternReader() {}

    /** {@code {"event", "where"}}. */
    static @Nullable EventPattern step(JsonNode json, String pointer, Reading reading) {
        if (!json.isObject()) {
            reading.wrongType(pointer, json, "an object with event and, if wanted, where");
            return null;
        }
        Fields step = new Fields(json, pointer, reading);
        EventPattern pattern = pattern(step);
        step.finish();
        return pattern;
    }

    /** An event's name, or a step. */
    static @Nullable EventPattern nameOrStep(JsonNode json, String pointer, Reading reading) {
        if (json.isObject()) {
            return step(json, pointer, reading);
        }
        String event = Literals.text(json, pointer, EVENT + ", or an object with event and where", reading);
        return event == null ? null : EventPattern.named(event);
    }

    /** The fields {@code event} and {@code where} of an object that has others beside them. */
    public static @Nullable EventPattern pattern(Fields owner) {
        String event = owner.text("event", EVENT);
        List<EventPattern.PropertyTest> where = where(owner);
        return event == null || where == null ? null : new EventPattern(event, where);
    }

    /** The tests in {@code where}, none if it is left out. */
    static @Nullable List<EventPattern.PropertyTest> where(Fields owner) {
        JsonNode where = owner.optional("where");
        return where == null ? List.of() : tests(where, owner.at("where"), owner.reading());
    }

    static @Nullable List<EventPattern.PropertyTest> tests(JsonNode list, String pointer, Reading reading) {
        if (!list.isArray()) {
            reading.wrongType(pointer, list, TESTS);
            return null;
        }
        List<EventPattern.PropertyTest> tests = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            EventPattern.PropertyTest test = test(list.get(i), pointer + "/" + i, reading);
            if (test != null) {
                tests.add(test);
            }
        }
        return tests.size() == list.size() ? tests : null;
    }

    private static EventPattern.@Nullable PropertyTest test(JsonNode json, String pointer, Reading reading) {
        reading.condition(pointer);
        if (!json.isObject()) {
            reading.wrongType(pointer, json, "a condition on a property");
            return null;
        }
        Fields leaf = new Fields(json, pointer, reading);
        String expected = PROPERTIES + "<path>";
        String field = leaf.text("field", expected);
        ValueTest test = ValueTestReader.ofProperty(leaf);
        leaf.finish();
        if (field == null) {
            return null;
        }
        Path path = field.startsWith(PROPERTIES) ? Path.parse(field.substring(PROPERTIES.length())) : null;
        if (path == null) {
            reading.invalid(leaf.at("field"), json.get("field"), expected);
        }
        return path == null || test == null ? null : new EventPattern.PropertyTest(path, test);
    }
}
