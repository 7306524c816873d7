package io.millrace.query.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds segments that name each other in a circle. Walks without recursion, so a long chain is no danger. */
final class SegmentCycles {

    private SegmentCycles() {}

    /**
     * The circle through a segment, from it back to it ({@code a, b, a}); empty if there is none.
     *
     * @param references which segments each segment names
     */
    static List<String> through(String segment, Map<String, Set<String>> references) {
        Map<String, String> namedBy = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(segment));
        while (!open.isEmpty()) {
            String at = open.remove(open.size() - 1);
            for (String named : references.getOrDefault(at, Set.of())) {
                if (named.equals(segment)) {
                    return circle(segment, at, namedBy);
                }
                if (seen.add(named)) {
                    namedBy.put(named, at);
                    open.add(named);
                }
            }
        }
        return List.of();
    }

    private static List<String> circle(String segment, String last, Map<String, String> namedBy) {
        List<String> circle = new ArrayList<>(List.of(segment));
        for (String at = last; !at.equals(segment); at = namedBy.getOrDefault(at, segment)) {
            circle.add(1, at);
        }
        circle.add(segment);
        return List.copyOf(circle);
    }
}
