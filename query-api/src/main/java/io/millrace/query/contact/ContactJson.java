package io.millrace.query.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.millrace.core.event.Timestamps;
import java.util.List;

/** A contact as people get it back: in lists in short, alone as a whole. */
final class ContactJson {

    /** The columns of a list as CSV. */
    static final List<String> CSV_HEADER = List.of(
            "id", "email", "external_id", "anonymous_id", "traits", "tags", "scores", "created_at", "updated_at");

    private ContactJson() {}

    static ObjectNode brief(ContactRow contact) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        names(contact, json);
        json.putRawValue("traits", new RawValue(contact.traits()));
        contact.tags().forEach(json.putArray("tags")::add);
        times(contact, json);
        return json;
    }

    /**
     * @param segments the ids of those it is in
     * @param events JSON texts, newest first
     */
    static ObjectNode whole(ContactRow contact, List<String> segments, List<String> events) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        names(contact, json);
        json.putRawValue("traits", new RawValue(contact.traits()));
        contact.tags().forEach(json.putArray("tags")::add);
        json.set("scores", contact.scores());
        json.set("subscriptions", subscriptions(contact));
        segments.forEach(json.putArray("segments")::add);
        json.putRawValue("recent_events", new RawValue("[" + String.join(",", events) + "]"));
        // There is no referral program yet, so nobody has referred anybody.
        json.putObject("referral_stats").put("referrals_made", 0).put("conversions", 0);
        times(contact, json);
        return json;
    }

    static List<String> cells(ContactRow contact) {
        return List.of(
                contact.id().toString(),
                contact.email(),
                contact.externalId(),
                contact.anonymousId(),
                contact.traits(),
                String.join(",", contact.tags()),
                contact.scores().toString(),
                Timestamps.format(contact.createdAt().toEpochMilli()),
                Timestamps.format(contact.updatedAt().toEpochMilli()));
    }

    private static void names(ContactRow contact, ObjectNode json) {
        json.put("id", contact.id().toString());
        json.put("email", ContactRow.textOrNull(contact.email()));
        json.put("external_id", ContactRow.textOrNull(contact.externalId()));
        json.put("anonymous_id", ContactRow.textOrNull(contact.anonymousId()));
    }

    private static void times(ContactRow contact, ObjectNode json) {
        json.put("created_at", Timestamps.format(contact.createdAt().toEpochMilli()));
        json.put("updated_at", Timestamps.format(contact.updatedAt().toEpochMilli()));
    }

    private static JsonNode subscriptions(ContactRow contact) {
        ObjectNode choices = JsonNodeFactory.instance.objectNode();
        contact.subscriptions()
                .properties()
                .forEach(choice -> choices.set(
                        choice.getKey().isEmpty() ? ProfileReader.ALL_GROUPS : choice.getKey(), choice.getValue()));
        return choices;
    }
}
