package io.millrace.query.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.audience.ProfileWrite;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.EventType;
import io.millrace.query.contact.ContactHistory;
import io.millrace.query.explain.ReplayedContact;
import io.millrace.query.request.Json;
import io.millrace.testing.rule.HistoryEvent;
import java.util.List;
import java.util.Set;

/** What the engine says of a contact at a past instant, over everything known now. */
final class PastContacts {

    private final ReplayedContact replayed;

    PastContacts(AudienceRules rules) {
        this.replayed = new ReplayedContact(rules);
    }

    /** The segments the contact was in by what had happened at an instant. */
    Set<String> segmentsAt(long millis, ContactId id, LivedContacts.Lived contact) {
        List<JsonNode> events = contact.events.stream()
                .filter(event -> event.timestamp() <= millis && isView(event.type()))
                .map(PastContacts::row)
                .toList();
        List<JsonNode> writes = contact.writes.stream()
                .filter(write -> write.timestamp() <= millis)
                .map(PastContacts::row)
                .toList();
        return replayed.segmentsAt(new ContactHistory(id, contact.root, events, writes), millis);
    }

    /** The same of the history that is stored. */
    Set<String> segmentsAt(long millis, ContactHistory stored) {
        return replayed.segmentsAt(stored, millis);
    }

    private static boolean isView(EventType type) {
        return type == EventType.TRACK || type == EventType.PAGE || type == EventType.SCREEN;
    }

    private static JsonNode row(HistoryEvent event) {
        ObjectNode text = Json.MAPPER.createObjectNode();
        text.set("properties", event.properties());
        return Json.MAPPER
                .createObjectNode()
                .put("type", event.type().text())
                .put("event", event.name())
                .put("at_ms", event.timestamp())
                .put("received_ms", event.arrival().millis())
                .put("partition", event.arrival().sequence() >>> 48)
                .put("offset", event.arrival().sequence() & 0xffff_ffff_ffffL)
                .put("message_id", event.messageId())
                .put("user_id", event.userId())
                .put("anonymous_id", event.anonymousId())
                .put("text", text.toString());
    }

    private static JsonNode row(ProfileWrite write) {
        return Json.MAPPER
                .createObjectNode()
                .put("field", write.field().text())
                .put("key", write.key())
                .put("value", write.value())
                .put("at_ms", write.timestamp())
                .put("received_ms", write.arrival().millis())
                .put("sequence", String.valueOf(write.arrival().sequence()));
    }
}
