package io.millrace.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** How deeply JSON is nested, found without recursion: even to write down what is too deep would fail. */
public final class Nesting {

    private Nesting() {}

    public static boolean isDeeperThan(int levels, JsonNode json) {
        Deque<Iterator<JsonNode>> open = new ArrayDeque<>();
        open.push(json.elements());
        while (!open.isEmpty()) {
            if (open.size() > levels) {
                return true;
            }
            Iterator<JsonNode> elements = open.peek();
            if (!elements.hasNext()) {
                open.pop();
                continue;
            }
            JsonNode next = elements.next();
            if (next.isContainerNode()) {
                open.push(next.elements());
            }
        }
        return false;
    }
}
