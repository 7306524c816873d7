package io.millrace.testing.campaign;

import io.millrace.core.campaign.Campaign;
import io.millrace.core.campaign.CampaignGraph;
import io.millrace.core.campaign.Edge;
import io.millrace.core.campaign.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes up campaigns that are whole: something leads to every node, and time passes on every loop. The same seed makes the
 * same ones on every machine.
 */
public final class CampaignGenerator {

    private final Random random;
    private final NodeGenerator nodeGenerator;
    private final SettingsGenerator settingsGenerator;

    public CampaignGenerator(long seed) {
        this.random = new Random(seed);
        Words words = new Words(random, seed);
        this.nodeGenerator = new NodeGenerator(words);
        this.settingsGenerator = new SettingsGenerator(words);
    }

    /** A way out that has no edge yet. */
    private record Way(Node from, @Nullable String when) {}

    /** The next one; it depends on those before it. */
    public Campaign campaign() {
        boolean keyed = random.nextBoolean();
        List<Node> nodes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        List<Way> open = new ArrayList<>();
        int triggers = 1 + random.nextInt(3);
        for (int i = 0; i < triggers; i++) {
            add(nodeGenerator.trigger("t" + i, keyed && i == 0), nodes, open);
        }
        int others = random.nextInt(15);
        for (int i = 0; i < others && !open.isEmpty(); i++) {
            Node node = nodeGenerator.node("n" + i, keyed);
            edges.add(edge(open.remove(random.nextInt(open.size())), node));
            add(node, nodes, open);
        }
        List<Node> targets = nodes.subList(triggers, nodes.size());
        for (Way way : open) {
            // Back to any node after some time, else only on to one that came later, or nowhere.
            List<Node> allowed = takesTime(way.from())
                    ? targets
                    : targets.subList(Math.max(0, nodes.indexOf(way.from()) + 1 - triggers), targets.size());
            if (random.nextBoolean() && !allowed.isEmpty()) {
                edges.add(edge(way, allowed.get(random.nextInt(allowed.size()))));
            }
        }
        Collections.shuffle(nodes, random);
        Collections.shuffle(edges, random);
        return new Campaign(new CampaignGraph(nodes, edges), settingsGenerator.settings(keyed));
    }

    private static void add(Node node, List<Node> nodes, List<Way> open) {
        nodes.add(node);
        if (node.branches().isEmpty() && !(node instanceof Node.Exit)) {
            open.add(new Way(node, null));
        }
        node.branches().forEach(branch -> open.add(new Way(node, branch)));
    }

    private static Edge edge(Way way, Node to) {
        return new Edge(way.from().id(), to.id(), way.when());
    }

    private static boolean takesTime(Node node) {
        return node instanceof Node.DelayUntilTime
                || (node instanceof Node.Delay delay && !delay.duration().isZero());
    }
}
