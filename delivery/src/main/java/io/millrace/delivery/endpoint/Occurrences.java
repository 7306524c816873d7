package io.millrace.delivery.endpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.core.event.Timestamps;
import io.millrace.core.webhook.WebhookEvents;
import io.millrace.streams.record.ContactRecord;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.SegmentChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What records of the stream are to who listens by webhooks. Pure. */
final class Occurrences {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private static final String PROFILE = "profile";

    private Occurrences() {}

    /**
     * An event tells of itself, and perhaps of a contact that it created or changed. What an import brings is history and
     * no news.
     *
     * @param at its arrival
     * @param creates whether the contact did not exist before it
     */
    static List<Occurrence> of(EventRecord event, long at, ContactId contact, boolean creates) {
        if (event.imported()) {
            return List.of();
        }
        String source = source(event.workspace(), event.person(), event.messageId());
        JsonNode body = json(event.body());
        ObjectNode data = data(contact, event.person());
        List<String> message = WebhookEvents.ofMessage(
                event.eventName(), body.path("properties").path("channel").asText());
        if (!message.isEmpty()) {
            data.setAll(object(body.path("properties")));
            return List.of(new Occurrence(event.workspace(), "message", message, source, at, data));
        }
        List<Occurrence> found = new ArrayList<>();
        if (creates) {
            found.add(created(event.workspace(), at, contact, event.person(), object(body.path("traits"))));
        } else if (event.type() == EventType.IDENTIFY && body.path("traits").size() > 0) {
            ObjectNode changed = data.deepCopy();
            changed.set("traits", body.path("traits"));
            found.add(one(event.workspace(), PROFILE, WebhookEvents.CONTACT_UPDATED, source, at, changed));
        }
        if (!event.eventName().isEmpty()) {
            data.put("name", event.eventName())
                    .put("message_id", event.messageId())
                    .set("properties", object(body.path("properties")));
            List<String> named = WebhookEvents.ofEvent(event.eventName());
            if (!named.isEmpty()) {
                found.add(new Occurrence(event.workspace(), "named", named, source, at, data));
            }
            found.add(one(event.workspace(), "event", WebhookEvents.EVENT_PROCESSED, source, at, data));
        }
        return found;
    }

    /** A change of a contact by the API. Parameters as of {@link #of(EventRecord, long, ContactId, boolean)}. */
    static List<Occurrence> of(ContactRecord change, long at, ContactId contact, boolean creates) {
        String source = source(change.workspace(), change.person(), change.requestId());
        ObjectNode action = object(json(change.body()));
        ObjectNode data = data(contact, change.person());
        switch (action.path("do").asText()) {
            case "update" -> {
                if (creates) {
                    return List.of(
                            created(change.workspace(), at, contact, change.person(), object(action.path("traits"))));
                }
                action.remove("do");
                data.setAll(action);
                return List.of(one(change.workspace(), PROFILE, WebhookEvents.CONTACT_UPDATED, source, at, data));
            }
            case "subscribe", "unsubscribe" -> {
                data.putObject("subscription")
                        .put("group", action.path("group").textValue())
                        .put("subscribed", action.path("do").asText().equals("subscribe"));
                return List.of(one(change.workspace(), PROFILE, WebhookEvents.CONTACT_UPDATED, source, at, data));
            }
            case "merge" -> {
                JsonNode from = action.path("source");
                ObjectNode merged = data.putObject("source");
                merged.put("external_id", from.path("user").textValue());
                merged.put("anonymous_id", from.path("anonymous").textValue());
                return List.of(one(change.workspace(), "merge", WebhookEvents.CONTACT_MERGED, source, at, data));
            }
            case "delete" -> {
                return List.of(one(change.workspace(), "delete", WebhookEvents.CONTACT_DELETED, source, at, data));
            }
            default -> {
                return List.of();
            }
        }
    }

    static Occurrence of(SegmentChange change) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ObjectNode contact =
                data.putObject("contact").put("id", change.contact().toString());
        contact.put("external_id", change.externalId().isEmpty() ? null : change.externalId());
        contact.put("anonymous_id", change.anonymousId().isEmpty() ? null : change.anonymousId());
        data.put("contact_id", change.contact().toString())
                .put("segment_id", change.segment())
                .put("change", change.entered() ? "entered" : "exited")
                .put("cause", change.cause())
                .put("at", Timestamps.format(change.at()));
        String source = String.join(
                "\0",
                change.segment(),
                change.contact().toString(),
                Boolean.toString(change.entered()),
                Long.toString(change.at()),
                Long.toString(change.knownAt()));
        return one(
                change.workspace(),
                "segment",
                change.entered() ? WebhookEvents.SEGMENT_ENTERED : WebhookEvents.SEGMENT_EXITED,
                source,
                change.at(),
                data);
    }

    /** @param version of the campaign's definition by which it came into the status */
    static List<Occurrence> ofCampaign(
            String workspace, String campaign, String name, String status, long version, long at) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("campaign_id", campaign)
                .put("name", name)
                .put("status", status);
        return WebhookEvents.ofCampaign(status)
                .map(event -> one(workspace, "campaign", event, campaign + '\0' + version, at, data))
                .map(List::of)
                .orElse(List.of());
    }

    /** Known by the contact alone: whichever of its first events is taken for the first, it is told once. */
    private static Occurrence created(String workspace, long at, ContactId contact, Person person, ObjectNode traits) {
        ObjectNode data = data(contact, person);
        data.set("traits", traits);
        return one(workspace, "created", WebhookEvents.CONTACT_CREATED, contact.toString(), at, data);
    }

    private static Occurrence one(String workspace, String kind, String name, String source, long at, ObjectNode data) {
        return new Occurrence(workspace, kind, List.of(name), source, at, data);
    }

    private static String source(String workspace, Person person, String id) {
        return new String(person.key(workspace), StandardCharsets.UTF_8) + '\0' + id;
    }

    private static ObjectNode data(ContactId contact, Person person) {
        boolean user = person.kind() == Person.Kind.USER;
        ObjectNode data = JsonNodeFactory.withExactBigDecimals(true).objectNode();
        data.putObject("contact")
                .put("id", contact.toString())
                .put("external_id", user ? person.id() : null)
                .put("anonymous_id", user ? null : person.id());
        return data.put("contact_id", contact.toString());
    }

    private static ObjectNode object(JsonNode json) {
        return json instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    /** What is no JSON tells nothing; jobs reject it. */
    private static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
