package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.rule.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds loops in which no time need pass: a run would go round for ever at one instant. Time passes on the way out of a
 * delay that is not zero and of one until a local time, out of a wait by its timeout, and out of a wait for an event, which
 * has to arrive first. It need not pass at a date, which may be past, nor at a rule, which may hold already.
 */
final class LoopCheck {

    private final Map<String, PlacedNode> nodes;
    private final Reading faults;
    private final Map<String, Set<String>> instantly = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final LinkedHashSet<String> path = new LinkedHashSet<>();

    LoopCheck(Map<String, PlacedNode> nodes, List<PlacedEdge> edges, Reading faults) {
        this.nodes = nodes;
        this.faults = faults;
        for (PlacedEdge edge : edges) {
            PlacedNode from = nodes.get(edge.from());
            if (from != null && edge.to() != null && nodes.containsKey(edge.to()) && !takesTime(from, edge.when())) {
                instantly
                        .computeIfAbsent(from.id(), id -> new LinkedHashSet<>())
                        .add(edge.to());
            }
        }
    }

    void run() {
        nodes.keySet().forEach(this::visit);
    }

    /** As deep as a path is long, which the limit of nodes bounds. */
    private void visit(String id) {
        if (path.contains(id)) {
            report(id);
            return;
        }
        if (done.contains(id)) {
            return;
        }
        path.add(id);
        instantly.getOrDefault(id, Set.of()).forEach(this::visit);
        path.remove(id);
        done.add(id);
    }

    private void report(String first) {
        List<String> loop =
                new ArrayList<>(path.stream().dropWhile(id -> !id.equals(first)).toList());
        loop.add(first);
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        loop.forEach(found::add);
        PlacedNode node = nodes.get(first);
        String pointer = node == null ? "" : node.pointer();
        faults.fault(pointer, "loop_without_delay", found, "a delay on the loop " + String.join(" → ", loop));
    }

    private static boolean takesTime(PlacedNode from, @Nullable String when) {
        return from.node() == null || from.node().accept(new TakesTime(when));
    }

    /** Whether time passes before a run leaves a node by this way. */
    private record TakesTime(@Nullable String when) implements Node.Visitor<Boolean> {

        @Override
        public Boolean trigger(Node.Trigger node) {
            return false;
        }

        @Override
        public Boolean send(Node.Send node) {
            return false;
        }

        @Override
        public Boolean setField(Node.SetField node) {
            return false;
        }

        @Override
        public Boolean addTag(Node.AddTag node) {
            return false;
        }

        @Override
        public Boolean removeTag(Node.RemoveTag node) {
            return false;
        }

        @Override
        public Boolean updateScore(Node.UpdateScore node) {
            return false;
        }

        @Override
        public Boolean webhook(Node.Webhook node) {
            return false;
        }

        @Override
        public Boolean notifyInbox(Node.NotifyInbox node) {
            return false;
        }

        @Override
        public Boolean delay(Node.Delay node) {
            return !node.duration().isZero();
        }

        @Override
        public Boolean delayUntilTime(Node.DelayUntilTime node) {
            return true;
        }

        @Override
        public Boolean delayUntilDate(Node.DelayUntilDate node) {
            return false;
        }

        @Override
        public Boolean waitFor(Node.Wait node) {
            return Node.Wait.TIMEOUT.equals(when) || node.what() instanceof WaitFor.Event;
        }

        @Override
        public Boolean condition(Node.Condition node) {
            return false;
        }

        @Override
        public Boolean split(Node.Split node) {
            return false;
        }

        @Override
        public Boolean exit(Node.Exit node) {
            return true;
        }
    }
}
