package io.millrace.query.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Timestamps;
import io.millrace.query.contact.ContactCards;
import io.millrace.query.contact.ContactStore;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages as CampaignOS has them. Called by many threads at once. */
final class CampaignosMessages {

    static final String ID = "messageId";

    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 100;
    private static final int PAGE_MAX = 10_000;

    private final MessageStore messages;
    private final ContactStore contacts;
    private final ContactCards cards;
    private final Definitions definitions;
    private final SingleMessage single;
    private final SendHandler sends;
    private final CreatedOnce ids;

    CampaignosMessages(
            MessageStore messages,
            ContactStore contacts,
            ContactCards cards,
            Definitions definitions,
            SingleMessage single,
            CreatedOnce ids) {
        this.messages = messages;
        this.contacts = contacts;
        this.cards = cards;
        this.definitions = definitions;
        this.single = single;
        this.sends = new SendHandler(single, ids);
        this.ids = ids;
    }

    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(List.of("page", "limit", "channel", "status", "contactId", "campaignId"), faults);
        int page = call.wholeParameter("page", 1, 1, PAGE_MAX, faults);
        int limit = call.wholeParameter("limit", LIMIT_DEFAULT, 1, LIMIT_MAX, faults);
        Optional<String> channel = MessagesHandler.oneOf(
                call,
                "channel",
                MessagesHandler.CHANNELS.stream()
                        .map(one -> one.toUpperCase(Locale.ROOT))
                        .toList(),
                faults);
        Optional<String> status = MessagesHandler.oneOf(call, "status", CampaignosStatus.ALL, faults);
        faults.throwIfAny();
        String workspace = call.ownWorkspace().id();
        MessageFilter filter = new MessageFilter(
                List.of(),
                call.parameter("campaignId"),
                call.parameter("contactId").map(name -> contacts.idOfNamed(workspace, name)),
                channel.map(one -> one.toLowerCase(Locale.ROOT)),
                List.of());
        String condition = CampaignosStatus.condition(status);
        long total = messages.count(workspace, filter, condition);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        messages.page(workspace, filter, condition, MessageStore.Place.FIRST, (page - 1L) * limit, limit)
                .forEach(row -> data.add(json(call, row)));
        body.putObject("pagination")
                .put("page", page)
                .put("limit", limit)
                .put("total", total)
                .put("totalPages", (total + limit - 1) / limit);
        return Reply.json(200, body);
    }

    Reply show(Call call) {
        String workspace = call.ownWorkspace().id();
        MessageRow row = messages.find(workspace, MessageFilter.ofIds(List.of(call.inPath(ID))), 1).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("Message").exception());
        ObjectNode json = json(call, row);
        List<ObjectNode> contact = cards.of(workspace, List.of(ContactId.ofNumber(row.contact())));
        json.set("contact", contact.isEmpty() ? null : contact.get(0));
        json.set(
                "template",
                template(call, row)
                        .map(template -> JsonNodeFactory.instance
                                .objectNode()
                                .put("id", template.id())
                                .put("name", template.name()))
                        .orElse(null));
        json.set(
                "campaign",
                campaign(call, row.text("campaign_id"))
                        .map(campaign -> JsonNodeFactory.instance
                                .objectNode()
                                .put("id", campaign.id())
                                .put("name", campaign.name()))
                        .orElse(null));
        json.set("events", MessageTimeline.json(messages.timeline(workspace, row.id())));
        return Reply.json(200, json);
    }

    Reply send(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        String contact = reader.requiredText("contactId", "a contact's id").orElse("");
        String named = reader.requiredText("channel", "the channel").orElse("EMAIL");
        Channel channel = SendHandler.CHANNELS.get(named.toLowerCase(Locale.ROOT));
        if (channel == null || !named.equals(named.toUpperCase(Locale.ROOT))) {
            faults.invalid("/channel", TextNode.valueOf(named), "one of EMAIL, PUSH, TELEGRAM, ONSITE, WEBHOOK");
            channel = Channel.EMAIL;
        }
        Optional<String> subject = reader.text("subject");
        Optional<String> content = reader.text("body");
        Optional<String> template = reader.text("templateId");
        Optional<String> campaign = reader.text("campaignId");
        JsonNode metadata = reader.any("metadata");
        if (metadata != null && !metadata.isObject()) {
            faults.wrongType("/metadata", metadata, "an object");
        }
        reader.finish();
        sends.requireContent(call, "templateId", template, "body", content, subject, channel, faults);
        Optional<CampaignDefinition> known = campaign.flatMap(id -> campaign(call, id));
        if (campaign.isPresent() && known.isEmpty()) {
            faults.invalid("/campaignId", TextNode.valueOf(campaign.get()), "the id of a campaign");
        }
        faults.throwIfAny();
        SendRecord send = single.send(
                call,
                new SingleMessage.Asked(
                        contact,
                        channel,
                        template,
                        subject,
                        content,
                        Optional.empty(),
                        false,
                        known.map(found -> new Origin(found.id(), found.name(), found.version(), "", ""))
                                .orElse(Origin.NONE),
                        metadata == null ? JsonNodeFactory.instance.objectNode() : metadata),
                ids);
        return Reply.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", send.sendId())
                        .put("channel", channel.text().toUpperCase(Locale.ROOT))
                        .put("status", "QUEUED")
                        .put("contactId", send.recipient().contact().toString())
                        .put("campaignId", campaign.orElse(null)));
    }

    /** The subject is the template's, as it is written: what it became for the contact is not kept. */
    private ObjectNode json(Call call, MessageRow row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", row.id())
                .put("channel", row.text("channel").toUpperCase(Locale.ROOT))
                .put("status", CampaignosStatus.of(row));
        json.put(
                "subject", template(call, row).flatMap(MessageTemplate::subject).orElse(null));
        for (String name : List.of("sent", "delivered", "opened", "clicked", "bounced", "failed", "unsubscribed")) {
            long at = row.instant(name + "_at");
            json.put(name + "At", at == 0 ? null : Timestamps.format(at));
        }
        json.put("createdAt", Timestamps.format(row.begunAt()));
        json.put("contactId", ContactId.ofNumber(row.contact()).toString());
        json.put("campaignId", textOrNull(row.text("campaign_id")));
        return json.put("templateId", textOrNull(row.text("template_id")));
    }

    private Optional<MessageTemplate> template(Call call, MessageRow row) {
        return single.template(call, row.text("template_id"));
    }

    private Optional<CampaignDefinition> campaign(Call call, String id) {
        return id.isEmpty() || id.indexOf('/') >= 0
                ? Optional.empty()
                : definitions
                        .get(new Definition.Key(
                                Definition.Kind.CAMPAIGN, call.ownWorkspace().id(), id))
                        .map(found -> CampaignDefinition.read(found.body()));
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
