package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.campaign.CampaignGraph;
import io.millrace.core.campaign.Node;
import io.millrace.query.filter.SqlValues;
import io.millrace.query.overview.AbTests;
import io.millrace.query.overview.Messages;
import io.millrace.query.time.TimeRange;
import io.millrace.streams.definition.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the messages that runs sent after they had come to a variant. A run tells its variant by the node that it
 * came to from the split, so a split whose variants lead to one node is left out. Thread-safe.
 */
public final class AbTestResults implements AbTests {

    private static final Counted NOTHING = new Counted(0, 0);

    private final CampaignStore store;
    private final ClickHouseClient client;
    private final Map<String, String> bounds;

    /** @param bounds the settings that bound each statement in time and memory */
    public AbTestResults(Definitions definitions, ClickHouseClient client, Map<String, String> bounds) {
        this.store = new CampaignStore(definitions);
        this.client = client;
        this.bounds = Map.copyOf(bounds);
    }

    private record Counted(long sent, long opened) {}

    @Override
    public ArrayNode of(String workspace, String campaign, TimeRange range) {
        ArrayNode tests = JsonNodeFactory.instance.arrayNode();
        Optional<CampaignGraph> graph =
                store.get(workspace, campaign).map(found -> found.content().graph());
        List<Node> nodes = graph.map(CampaignGraph::nodes).orElse(List.of());
        for (Node node : nodes) {
            if (node instanceof Node.Split split && graph.isPresent() && isTold(graph.get(), split)) {
                Map<String, Counted> byNode = counts(workspace, campaign, split.id(), range);
                ObjectNode test = tests.addObject().put("id", split.id()).put("name", split.id());
                ArrayNode variants = test.putArray("variants");
                for (Node.Split.Variant variant : split.variants()) {
                    Counted counted = graph.get()
                            .next(split.id(), variant.name())
                            .map(next -> byNode.getOrDefault(next.id(), NOTHING))
                            .orElse(NOTHING);
                    variants.addObject()
                            .put("name", variant.name())
                            .put("sent", counted.sent())
                            .put("opened", counted.opened());
                }
            }
        }
        return tests;
    }

    private static boolean isTold(CampaignGraph graph, Node.Split split) {
        List<String> next = new ArrayList<>();
        split.variants()
                .forEach(variant -> graph.next(split.id(), variant.name()).ifPresent(node -> next.add(node.id())));
        return new HashSet<>(next).size() == next.size();
    }

    /** By the node that runs came to from the split. */
    private Map<String, Counted> counts(String workspace, String campaign, String split, TimeRange range) {
        SqlValues values = new SqlValues();
        String text =
                """
                SELECT node, countIf(is_sent) AS sent, countIf(is_opened) AS opened
                FROM %1$s AS life
                INNER JOIN
                (
                  SELECT send_id, run, at
                  FROM messages
                  WHERE workspace = %2$s AND campaign = %3$s AND outcome = 'granted'
                ) AS granted ON life.send = granted.send_id
                INNER JOIN
                (
                  SELECT run, argMin(node, version) AS node, min(at) AS since
                  FROM enrollment_steps
                  WHERE workspace = %2$s AND campaign = %3$s AND step = 'reached' AND from_node = %4$s
                  GROUP BY run
                ) AS variant ON granted.run = variant.run
                WHERE granted.at >= variant.since
                  AND begun >= fromUnixTimestamp64Milli(%5$s) AND begun <= fromUnixTimestamp64Milli(%6$s)
                GROUP BY node
                """
                        .formatted(
                                Messages.sql(workspace, Optional.of(campaign), values),
                                values.text(workspace),
                                values.text(campaign),
                                values.text(split),
                                values.whole(range.fromMillis()),
                                values.whole(range.toMillis()));
        Map<String, Counted> counts = new HashMap<>();
        for (JsonNode row : client.rows(values.sql(text), bounds)) {
            counts.put(
                    row.path("node").asText(),
                    new Counted(row.path("sent").asLong(), row.path("opened").asLong()));
        }
        return counts;
    }
}
