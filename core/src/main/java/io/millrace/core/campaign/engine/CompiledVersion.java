package io.millrace.core.campaign.engine;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignGraph;
import io.millrace.core.campaign.CampaignSettings;
import io.millrace.core.campaign.Edge;
import io.millrace.core.campaign.Node;
import io.millrace.core.campaign.WaitFor;
import io.millrace.core.rule.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** One version of a campaign, ready for use: where its rules are watched, and which nodes a run may come to again. */
final class CompiledVersion {

    private static final int NO_RULE = -1;

    private final String campaign;
    private final long version;
    private final Campaign definition;
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<String> circling = new HashSet<>();

    /** @param watch takes a rule and answers its place */
    CompiledVersion(String campaign, long version, Campaign definition, ToIntFunction<Rule> watch) {
        this.campaign = campaign;
        this.version = version;
        this.definition = definition;
        Map<String, Set<String>> next = new HashMap<>();
        for (Edge edge : graph().edges()) {
            next.computeIfAbsent(edge.from(), none -> new HashSet<>()).add(edge.to());
        }
        for (Node node : graph().nodes()) {
            Rule rule = ruleOf(node);
            if (rule != null) {
                places.put(node.id(), watch.applyAsInt(rule));
            }
            if (leadsTo(node.id(), next)) {
                circling.add(node.id());
            }
        }
    }

    private static @Nullable Rule ruleOf(Node node) {
        if (node instanceof Node.Trigger trigger) {
            return trigger.rules();
        }
        if (node instanceof Node.Condition condition) {
            return condition.rules();
        }
        return node instanceof Node.Wait wait && wait.what() instanceof WaitFor.Holds holds ? holds.rules() : null;
    }

    /** Whether ways lead from a node back to it. */
    private static boolean leadsTo(String id, Map<String, Set<String>> next) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(next.getOrDefault(id, Set.of()));
        while (!open.isEmpty()) {
            String node = open.pop();
            if (node.equals(id)) {
                return true;
            }
            if (seen.add(node)) {
                open.addAll(next.getOrDefault(node, Set.of()));
            }
        }
        return false;
    }

    String campaign() {
        return campaign;
    }

    long version() {
        return version;
    }

    CampaignGraph graph() {
        return definition.graph();
    }

    CampaignSettings settings() {
        return definition.settings();
    }

    List<Node.Trigger> triggers() {
        return graph().triggers();
    }

    Node node(String id) {
        return graph().node(id)
                .orElseThrow(() -> new IllegalStateException(
                        "campaign " + campaign + ", version " + version + ", has no node " + id));
    }

    /** Where the rule of a node is watched; negative if it has none. */
    int place(String node) {
        return places.getOrDefault(node, NO_RULE);
    }

    boolean circles(String node) {
        return circling.contains(node);
    }
}
