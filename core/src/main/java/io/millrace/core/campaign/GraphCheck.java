package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what nodes and edges say of each other. Of what could not be read nothing more is said: an edge at fault may lead
 * anywhere, a node at fault may have any way out.
 */
final class GraphCheck {

    private final List<PlacedNode> nodes;
    private final List<PlacedEdge> edges;
    private final CampaignReading reading;
    private final String nodesPointer;
    private final Map<String, PlacedNode> byId = new LinkedHashMap<>();

    GraphCheck(List<PlacedNode> nodes, List<PlacedEdge> edges, CampaignReading reading, String nodesPointer) {
        this.nodes = nodes;
        this.edges = edges;
        this.reading = reading;
        this.nodesPointer = nodesPointer;
    }

    void run() {
        nodes.forEach(this::identify);
        Set<Edge> ways = new HashSet<>();
        edges.forEach(edge -> {
            checkFrom(edge, ways);
            checkTo(edge);
        });
        boolean hasTrigger = nodes.stream().anyMatch(node -> node.node() instanceof Node.Trigger);
        boolean mayHave = nodes.stream().anyMatch(node -> node.node() == null);
        if (!reading.context().draft() && hasTrigger) {
            checkReached();
        } else if (!reading.context().draft() && !mayHave) {
            reading.faults().fault(nodesPointer, "no_trigger", null, "a node of type trigger");
        }
        new LoopCheck(byId, edges, reading.faults()).run();
    }

    private void identify(PlacedNode node) {
        if (node.id() != null && byId.putIfAbsent(node.id(), node) != null) {
            reading.faults()
                    .fault(node.pointer() + "/id", "duplicate_id", TextNode.valueOf(node.id()), "an id of its own");
        }
    }

    private void checkFrom(PlacedEdge edge, Set<Edge> ways) {
        if (edge.from() == null) {
            return;
        }
        PlacedNode from = byId.get(edge.from());
        if (from == null) {
            unknown(edge.pointer() + "/from", edge.from());
        } else if (from.node() != null && !CampaignGraph.hasWay(from.node(), edge.when())) {
            wrongWay(edge, from.node());
        } else if (!ways.add(new Edge(edge.from(), "", edge.when()))) {
            reading.faults()
                    .fault(
                            edge.pointer(),
                            "duplicate_way",
                            text(edge.when()),
                            "a way out with no edge before this one");
        }
    }

    private void wrongWay(PlacedEdge edge, Node from) {
        if (from instanceof Node.Exit) {
            reading.faults()
                    .fault(edge.pointer() + "/from", "unknown_way", text(edge.from()), "no edge out of an exit");
        } else if (edge.when() == null) {
            reading.faults().required(edge.pointer() + "/when", oneOf(from));
        } else {
            reading.faults().fault(edge.pointer() + "/when", "unknown_way", text(edge.when()), oneOf(from));
        }
    }

    private static String oneOf(Node from) {
        return from.branches().isEmpty()
                ? "no when, for node \"" + from.id() + "\" has one way out"
                : "a way out of node \"" + from.id() + "\": " + String.join(", ", from.branches());
    }

    private void checkTo(PlacedEdge edge) {
        if (edge.to() == null) {
            return;
        }
        PlacedNode to = byId.get(edge.to());
        if (to == null) {
            unknown(edge.pointer() + "/to", edge.to());
        } else if (to.node() instanceof Node.Trigger) {
            reading.faults().invalid(edge.pointer() + "/to", text(edge.to()), "a node that is no trigger");
        }
    }

    private void checkReached() {
        Map<String, Set<String>> next = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (PlacedEdge edge : edges) {
            if (edge.to() != null && (edge.from() == null || !byId.containsKey(edge.from()))) {
                open.add(edge.to());
            } else if (edge.to() != null && edge.from() != null) {
                next.computeIfAbsent(edge.from(), from -> new HashSet<>()).add(edge.to());
            }
        }
        byId.values().stream()
                .filter(node -> node.node() == null || node.node() instanceof Node.Trigger)
                .forEach(node -> open.add(String.valueOf(node.id())));
        Set<String> reached = new HashSet<>();
        while (!open.isEmpty()) {
            String id = open.pop();
            if (reached.add(id)) {
                open.addAll(next.getOrDefault(id, Set.of()));
            }
        }
        byId.forEach((id, node) -> {
            if (!reached.contains(id)) {
                reading.faults().fault(node.pointer(), "unreachable", text(id), "a way to it from a trigger");
            }
        });
    }

    private void unknown(String pointer, String id) {
        reading.faults().fault(pointer, "unknown_node", text(id), "the id of a node");
    }

    private static @Nullable TextNode text(@Nullable String text) {
        return text == null ? null : TextNode.valueOf(text);
    }
}
