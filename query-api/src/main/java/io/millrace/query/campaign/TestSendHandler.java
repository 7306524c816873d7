package io.millrace.query.campaign;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.Node;
import io.millrace.core.definition.Ids;
import io.millrace.query.contact.Recipients;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.streams.SendWriter;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;

/**
 * Sends one of a campaign's emails to an address, as a test: it goes straight to delivery and counts nowhere. Answered when
 * it is stored, which is before it is delivered. Called by many threads at once.
 */
final class TestSendHandler implements RouteHandler {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;]{1,64}@[^\\s@<>,;]{1,255}");

    private final Campaigns campaigns;
    private final Recipients recipients;
    private final SendWriter sends;

    TestSendHandler(Campaigns campaigns, Recipients recipients, SendWriter sends) {
        this.campaigns = campaigns;
        this.recipients = recipients;
        this.sends = sends;
    }

    @Override
    public Reply answer(Call call) {
        StoredCampaign campaign = campaigns.found(call.ownWorkspace().id(), CampaignIds.inPath(call, "id"));
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        String email = reader.requiredText("email", "an address").orElse("");
        if (!email.isEmpty() && !ADDRESS.matcher(email).matches()) {
            faults.invalid("/email", TextNode.valueOf(email), "an address such as test@example.com");
        }
        int step = reader.whole("step_index", 0, 0, Integer.MAX_VALUE);
        reader.finish();
        List<Node.Send> emails = emails(campaign);
        if (step >= emails.size() && faults.isEmpty()) {
            String expected = "the place of one of the campaign's " + emails.size() + " emails, from 0 on";
            faults.add(
                    "/step_index",
                    "out_of_range",
                    IntNode.valueOf(step),
                    expected,
                    "expected " + expected + ", found " + step);
        }
        faults.throwIfAny();
        SendRecord send = send(call, campaign, emails.get(step), email);
        try {
            sends.write(send);
        } catch (KafkaException e) {
            throw Problem.of(503, "unavailable", "the message could not be stored now; try again")
                    .exception();
        }
        return Reply.json(
                202,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("campaign_id", campaign.id())
                        .put("step_index", step)
                        .put("email", email)
                        .put("send_id", send.sendId())
                        .put("status", "queued"));
    }

    /** In the order of the nodes, which is that of the steps where there are steps. */
    private static List<Node.Send> emails(StoredCampaign campaign) {
        return campaign.content().graph().nodes().stream()
                .filter(Node.Send.class::isInstance)
                .map(Node.Send.class::cast)
                .filter(send -> send.channel() == Channel.EMAIL)
                .toList();
    }

    /** Nobody is told whether a test was opened. */
    private SendRecord send(Call call, StoredCampaign campaign, Node.Send node, String email) {
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
                recipients.withAddress(call.ownWorkspace(), email),
                email,
                call.at(),
                "{}");
    }
}
