package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.CampaignJson;
import io.millrace.core.event.Timestamps;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Shows how many contacts are at each node, as of now: first the nodes of the current version in its order, then those that
 * only earlier versions have. Called by many threads at once.
 */
final class NodesHandler implements RouteHandler {

    private static final List<String> HEADER =
            List.of("id", "type", "entered", "waiting", "done", "exited", "sent", "skipped", "failed");

    private final Campaigns campaigns;
    private final NodeNumbers numbers;

    NodesHandler(Campaigns campaigns, NodeNumbers numbers) {
        this.campaigns = campaigns;
        this.numbers = numbers;
    }

    @Override
    public Reply answer(Call call) {
        String workspace = call.ownWorkspace().id();
        StoredCampaign campaign = campaigns.found(workspace, CampaignIds.inPath(call, "id"));
        Faults faults = new Faults();
        call.knowOnly(List.of("format"), faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        faults.throwIfAny();
        ArrayNode nodes = nodes(campaign, numbers.of(workspace, campaign.id()));
        if (csv) {
            List<List<String>> rows = new ArrayList<>();
            nodes.forEach(node ->
                    rows.add(HEADER.stream().map(name -> cell(node.path(name))).toList()));
            return Reply.csv(HEADER, rows);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("campaign_id", campaign.id())
                .put("status", campaign.status().text())
                .put("graph_version", campaign.definition().version());
        body.set("nodes", nodes);
        return Reply.json(200, body.put("as_of", Timestamps.format(call.at().toEpochMilli())));
    }

    private static String cell(JsonNode value) {
        return value.isNull() ? "" : value.isObject() ? Json.text(value) : value.asText();
    }

    private static ArrayNode nodes(StoredCampaign campaign, Map<String, NodeNumbers.Numbers> counted) {
        Map<String, String> types = new LinkedHashMap<>();
        for (JsonNode node : CampaignJson.write(campaign.content()).path("nodes")) {
            types.put(node.path("id").asText(), node.path("type").asText());
        }
        List<String> ids = new ArrayList<>(types.keySet());
        new TreeSet<>(counted.keySet())
                .stream().filter(id -> !types.containsKey(id)).forEach(ids::add);
        ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
        for (String id : ids) {
            NodeNumbers.Numbers of = counted.getOrDefault(id, NodeNumbers.Numbers.NONE);
            ObjectNode node = nodes.addObject().put("id", id).put("type", types.get(id));
            node.put("entered", of.entered())
                    .put("waiting", of.waiting())
                    .put("done", of.done())
                    .put("exited", of.exited())
                    .put("sent", of.sent());
            ObjectNode skipped = node.putObject("skipped");
            of.skipped().forEach(skipped::put);
            node.put("failed", of.failed());
        }
        return nodes;
    }
}
