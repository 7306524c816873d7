package io.millrace.delivery.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Something that endpoints can be told.
 *
 * @param kind tells occurrences of one source apart
 * @param names by which endpoints may have asked for it, the most particular first
 * @param source what it is known by for good, within the workspace
 * @param at when it happened, epoch milliseconds
 * @param data what is told
 */
record Occurrence(String workspace, String kind, List<String> names, String source, long at, ObjectNode data) {
    Occurrence {
        names = List.copyOf(names);
    }
}
