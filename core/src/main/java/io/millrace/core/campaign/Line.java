package io.millrace.core.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A graph that is one line: a trigger, and messages one after another, each with a delay before it or none. That is all
 * that the short forms of other APIs can say.
 */
record Line(Node.Trigger trigger, List<Step> steps) {

    private static final String TRIGGER_ID = "trigger";

    /**
     * One message.
     *
     * @param delay since the message before, of the first one since the trigger; null: none
     */
    record Step(@Nullable Elapsed delay, Node.Send send) {}

    Line {
        steps = List.copyOf(steps);
    }

    static Node.Trigger trigger(TriggerOn on) {
        return new Node.Trigger(TRIGGER_ID, on, null);
    }

    /** The id of a step's message, which stays as long as its place. */
    static String id(int index) {
        return "step_" + (index + 1);
    }

    CampaignGraph graph() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(trigger);
        for (int i = 0; i < steps.size(); i++) {
            Elapsed delay = steps.get(i).delay();
            if (delay != null && !delay.isZero()) {
                nodes.add(new Node.Delay("delay_" + (i + 1), delay));
            }
            nodes.add(steps.get(i).send());
        }
        List<Edge> edges = new ArrayList<>();
        for (int i = 1; i < nodes.size(); i++) {
            edges.add(Edge.of(nodes.get(i - 1).id(), nodes.get(i).id()));
        }
        return new CampaignGraph(nodes, edges);
    }

    /** The line that a graph is, whatever its ids; empty if it is none. An exit at its end says nothing. */
    static Optional<Line> of(CampaignGraph graph) {
        if (graph.triggers().size() != 1) {
            return Optional.empty();
        }
        Node.Trigger trigger = graph.triggers().get(0);
        List<Step> steps = new ArrayList<>();
        Elapsed delay = null;
        int passed = 1;
        Optional<Node> next = graph.next(trigger.id());
        for (; next.isPresent() && passed <= graph.nodes().size(); passed++) {
            Node node = next.get();
            if (node instanceof Node.Send send) {
                steps.add(new Step(delay, send));
                delay = null;
            } else if (node instanceof Node.Delay pause && delay == null) {
                delay = pause.duration();
            } else if (!(node instanceof Node.Exit)) {
                return Optional.empty();
            }
            next = graph.next(node.id());
        }
        return delay == null && passed == graph.nodes().size()
                ? Optional.of(new Line(trigger, steps))
                : Optional.empty();
    }
}
