package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.campaign.Node;
import io.millrace.core.definition.Ids;
import io.millrace.query.contact.Recipients;
import io.millrace.query.explain.TriggerEvents;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.message.Previews;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import io.millrace.streams.record.SendRecord.Recipient;
import java.util.Optional;

/** Shows one of a campaign's messages as a contact would get it; nothing is sent. Called by many threads at once. */
final class PreviewHandler implements RouteHandler {

    private final Campaigns campaigns;
    private final Recipients recipients;
    private final TriggerEvents events;
    private final Previews previews;

    PreviewHandler(Campaigns campaigns, Recipients recipients, TriggerEvents events, Previews previews) {
        this.campaigns = campaigns;
        this.recipients = recipients;
        this.events = events;
        this.previews = previews;
    }

    @Override
    public Reply answer(Call call) {
        String workspace = call.ownWorkspace().id();
        StoredCampaign campaign = campaigns.found(workspace, CampaignIds.inPath(call, "id"));
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        String nodeId =
                reader.requiredText("node_id", "the id of a node that sends").orElse("");
        String contact = reader.requiredText("contact", "a contact's id, external id or anonymous id")
                .orElse("");
        Optional<JsonNode> given = Previews.event(reader, faults);
        reader.finish();
        Optional<Node.Send> node = campaign.content()
                .graph()
                .node(nodeId)
                .filter(Node.Send.class::isInstance)
                .map(Node.Send.class::cast);
        if (node.isEmpty() && !nodeId.isEmpty()) {
            faults.invalid("/node_id", TextNode.valueOf(nodeId), "the id of a node that sends a message");
        }
        faults.throwIfAny();
        Recipient recipient = recipients.named(call.ownWorkspace(), contact);
        JsonNode event = given.orElseGet(() ->
                events.newest(workspace, campaign.content(), contact, call.at().toEpochMilli()));
        return Reply.json(
                200,
                previews.json(send(call, campaign, node.orElseThrow(), recipient, event))
                        .put("node_id", nodeId));
    }

    private static SendRecord send(
            Call call, StoredCampaign campaign, Node.Send node, Recipient recipient, JsonNode event) {
        return new SendRecord(
                call.ownWorkspace().id(),
                Ids.send(),
                new Origin(
                        campaign.id(),
                        campaign.definition().name(),
                        campaign.definition().version(),
                        node.id(),
                        ""),
                new Message(
                        node.channel(),
                        node.template(),
                        node.subject(),
                        node.content(),
                        node.group(),
                        null,
                        node.transactional(),
                        null,
                        false),
                recipient,
                null,
                call.at(),
                Json.text(event));
    }
}
