package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.rule.EventPattern;
import io.millrace.core.rule.RuleJson;
import io.millrace.core.rule.Values;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes campaigns as JSON that {@link CampaignParser} reads back as an equal campaign; what is at its default is left out. */
public final class CampaignJson {

    private CampaignJson() {}

    /** With {@code nodes}, {@code edges} and {@code settings}. */
    public static ObjectNode write(Campaign campaign) {
        ObjectNode json = graph(campaign.graph());
        json.set("settings", settings(campaign.settings()));
        return json;
    }

    /** With {@code nodes} and {@code edges}. */
    public static ObjectNode graph(CampaignGraph graph) {
        ObjectNode json = object();
        ArrayNode nodes = json.putArray("nodes");
        graph.nodes().forEach(node -> nodes.add(node(node)));
        ArrayNode edges = json.putArray("edges");
        graph.edges().forEach(edge -> edges.add(edge(edge)));
        return json;
    }

    public static ObjectNode node(Node node) {
        return node.accept(new NodeJson());
    }

    public static ObjectNode settings(CampaignSettings settings) {
        return SettingsJson.write(settings);
    }

    private static ObjectNode edge(Edge edge) {
        return putText(object().put("from", edge.from()).put("to", edge.to()), "when", edge.when());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Nothing, if there is no text. */
    static ObjectNode putText(ObjectNode json, String name, @Nullable String text) {
        return text == null ? json : json.put(name, text);
    }

    /** The fields {@code event} and {@code where}. */
    static ObjectNode putPattern(ObjectNode json, EventPattern pattern) {
        return json.setAll(RuleJson.step(pattern));
    }

    static ObjectNode putMatch(ObjectNode json, EventMatch match) {
        putPattern(json, match.event());
        return match.sameKey() ? json.put("same_key", true) : json;
    }

    /** 25 rather than 25.0, or 2.5E+1. */
    static JsonNode number(BigDecimal number) {
        return Values.canonicalTree(DecimalNode.valueOf(number));
    }
}
