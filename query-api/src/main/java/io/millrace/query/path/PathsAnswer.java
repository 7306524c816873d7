package io.millrace.query.path;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Answer;
import java.math.BigDecimal;
import java.util.List;

/**
 * Shows edges as JSON and as CSV rows.
 *
 * @param edges in order
 * @param total contacts with any edge, shown or not
 */
record PathsAnswer(List<Edge> edges, long total) implements Answer {

    /** How many contacts went from one event to the next as so-manieth step. */
    record Edge(int step, String from, String to, long contacts, double averageSeconds) {}

    PathsAnswer {
        edges = List.copyOf(edges);
    }

    @Override
    public ObjectNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("type", PathsQuestions.TYPE);
        ArrayNode data = answer.putArray("data");
        for (Edge edge : edges) {
            data.addObject()
                    .put("step", edge.step())
                    .put("from", edge.from())
                    .put("to", edge.to())
                    .put("contacts", edge.contacts())
                    .put("average_seconds", edge.averageSeconds());
        }
        answer.put("total", total);
        return answer;
    }

    @Override
    public List<String> header() {
        return List.of("step", "from", "to", "contacts", "average_seconds");
    }

    @Override
    public List<List<String>> rows() {
        return edges.stream()
                .map(edge -> List.of(
                        Integer.toString(edge.step()),
                        edge.from(),
                        edge.to(),
                        Long.toString(edge.contacts()),
                        BigDecimal.valueOf(edge.averageSeconds()).toPlainString()))
                .toList();
    }
}
