package io.millrace.core.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a campaign and the ways between them. Ids are unique, edges lead from ways that nodes have to nodes that
 * are there, and no way has two edges; whether every node can be reached and every loop takes time is for its parser to check.
 */
public final class CampaignGraph {

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Edge> edges;
    private final Map<Way, Node> ways = new HashMap<>();

    /** @param when null for the one way of a node without branches */
    private record Way(String from, @Nullable String when) {}

    public CampaignGraph(List<Node> nodes, List<Edge> edges) {
        this.edges = List.copyOf(edges);
        for (Node node : nodes) {
            if (this.nodes.put(node.id(), node) != null) {
                throw new IllegalArgumentException("two nodes have the id " + node.id());
            }
        }
        for (Edge edge : this.edges) {
            Node from = require(edge.from());
            if (!hasWay(from, edge.when())) {
                throw new IllegalArgumentException("node " + from.id() + " has no way out " + edge.when());
            }
            if (ways.put(new Way(edge.from(), edge.when()), require(edge.to())) != null) {
                throw new IllegalArgumentException("two edges for one way: " + edge);
            }
        }
    }

    /** Whether a node has a way out of this name; null for the only one. */
    static boolean hasWay(Node node, @Nullable String when) {
        if (node instanceof Node.Exit) {
            return false;
        }
        return when == null ? node.branches().isEmpty() : node.branches().contains(when);
    }

    /** In the order in which they were given. */
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    public List<Edge> edges() {
        return edges;
    }

    public Optional<Node> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** In the order of the nodes; at least one in a graph that was checked. */
    public List<Node.Trigger> triggers() {
        List<Node.Trigger> triggers = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (node instanceof Node.Trigger trigger) {
                triggers.add(trigger);
            }
        }
        return triggers;
    }

    /** Where a node without branches leads; empty if the run ends there. */
    public Optional<Node> next(String id) {
        return Optional.ofNullable(ways.get(new Way(id, null)));
    }

    /** Where a branch of a node leads; empty if the run ends there. */
    public Optional<Node> next(String id, String when) {
        return Optional.ofNullable(ways.get(new Way(id, when)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CampaignGraph graph && nodes().equals(graph.nodes()) && edges.equals(graph.edges);
    }

    @Override
    public int hashCode() {
        return 31 * nodes().hashCode() + edges.hashCode();
    }

    @Override
    public String toString() {
        return "CampaignGraph[nodes=" + nodes.values() + ", edges=" + edges + "]";
    }

    private Node require(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + id);
        }
        return node;
    }
}
