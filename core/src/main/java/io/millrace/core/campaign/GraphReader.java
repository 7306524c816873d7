package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.rule.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads nodes and edges, and has the graph checked, as far as it could be read. */
final class GraphReader {

    private static final String NODE = "an object with id and type";
    private static final String EDGE = "an object with from, to and, of a branch, when";

    private final CampaignReading reading;

    GraphReader(CampaignReading reading) {
        this.reading = reading;
    }

    /** The fields {@code nodes} and {@code edges}; null if anything in them is at fault. */
    @Nullable
    CampaignGraph read(Fields owner) {
        int before = reading.faults().count();
        List<PlacedNode> nodes = nodes(owner);
        List<PlacedEdge> edges = edges(owner);
        if (nodes != null && edges != null) {
            new GraphCheck(nodes, edges, reading, owner.at("nodes")).run();
        }
        if (nodes == null || edges == null || reading.faults().count() > before) {
            return null;
        }
        return new CampaignGraph(
                nodes.stream()
                        .map(PlacedNode::node)
                        .map(Objects::requireNonNull)
                        .toList(),
                edges.stream()
                        .map(PlacedEdge::edge)
                        .map(Objects::requireNonNull)
                        .toList());
    }

    private @Nullable List<PlacedNode> nodes(Fields owner) {
        int most = reading.limits().nodes();
        JsonNode list = owner.list("nodes", "a list of nodes");
        if (list == null || isTooLong(owner, "nodes", list, most)) {
            return null;
        }
        List<PlacedNode> nodes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            nodes.add(node(list.get(i), owner.at("nodes") + "/" + i));
        }
        return nodes;
    }

    private PlacedNode node(JsonNode json, String pointer) {
        String named =
                json.path("id").isTextual() ? "node \"" + json.path("id").textValue() + "\"" : "a node without id";
        reading.subject(pointer, named);
        Fields fields = reading.object(json, pointer, NODE);
        return fields == null ? new PlacedNode(pointer, null, null) : new NodeReader(fields, reading).read();
    }

    private @Nullable List<PlacedEdge> edges(Fields owner) {
        int most = reading.limits().nodes() + reading.limits().branches();
        JsonNode list = owner.list("edges", "a list of edges");
        if (list == null || isTooLong(owner, "edges", list, most)) {
            return null;
        }
        List<PlacedEdge> edges = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            edges.add(edge(list.get(i), owner.at("edges") + "/" + i));
        }
        return edges;
    }

    private PlacedEdge edge(JsonNode json, String pointer) {
        JsonNode when = json.path("when");
        reading.subject(
                pointer,
                "edge " + json.path("from") + " to " + json.path("to") + (when.isTextual() ? " when " + when : ""));
        Fields fields = reading.object(json, pointer, EDGE);
        if (fields == null) {
            return new PlacedEdge(pointer, null, null, null);
        }
        String from = fields.text("from", "a node's id");
        String to = fields.text("to", "a node's id");
        String branch = fields.optionalText("when", "the name of a way out");
        fields.finish();
        return new PlacedEdge(pointer, from, to, branch);
    }

    private boolean isTooLong(Fields owner, String name, JsonNode list, int most) {
        if (list.size() <= most) {
            return false;
        }
        reading.faults().tooLarge(owner.at(name), "at most " + most + " " + name);
        return true;
    }
}
