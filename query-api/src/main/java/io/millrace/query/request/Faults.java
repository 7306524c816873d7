package io.millrace.query.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in one request, in the order in which it is found. Used by one thread. */
public final class Faults {

    private final List<Fault> found = new ArrayList<>();
    private final Set<String> segments = new TreeSet<>();

    public void add(String field, String reason, @Nullable JsonNode value, @Nullable String expected, String message) {
        found.add(new Fault(field, reason, value, expected, message));
    }

    public void wrongType(String field, JsonNode value, String expected) {
        add(field, "wrong_type", value, expected, "expected " + expected);
    }

    public void invalid(String field, JsonNode value, String expected) {
        add(field, "invalid", value, expected, "expected " + expected + ", found " + value);
    }

    public void required(String field, String message) {
        add(field, "required", null, null, message);
    }

    public void required(String field, String message, String expected) {
        add(field, "required", null, expected, message);
    }

    public void notSupported(String field, @Nullable JsonNode value, String message) {
        add(field, "not_supported", value, null, message);
    }

    /** Remembers that the request names a segment, which must be there: whoever can look it up asks for them all. */
    public void mentionsSegment(String id) {
        segments.add(id);
    }

    /** The segments that the request names, by id. */
    public Set<String> mentionedSegments() {
        return Set.copyOf(segments);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public int count() {
        return found.size();
    }

    public List<Fault> all() {
        return List.copyOf(found);
    }

    /** Ends the request if anything is wrong with it. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.validation(List.copyOf(found)).exception();
        }
    }
}
