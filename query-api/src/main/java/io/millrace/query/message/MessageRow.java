package io.millrace.query.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Timestamps;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A message and what became of it.
 *
 * @param contact to whom it belongs now
 * @param begunAt when the first thing about it happened, in epoch milliseconds
 * @param fields of the statement that read it
 */
public record MessageRow(String id, BigInteger contact, long begunAt, JsonNode fields) {

    /** Names of fields that are instants, each 0 until it has come, in the order of a message's life. */
    private static final List<String> INSTANTS = List.of(
            "granted_at",
            "sent_at",
            "delivered_at",
            "opened_at",
            "clicked_at",
            "replied_at",
            "bounced_at",
            "complained_at",
            "unsubscribed_at",
            "failed_at",
            "skipped_at");

    private static final List<String> TEXTS = List.of(
            "campaign_id", "node_id", "run_id", "channel", "template_id", "class", "status", "reason", "bounce_class");

    static List<String> header() {
        List<String> header = new ArrayList<>(List.of("id", "contact_id"));
        header.addAll(TEXTS);
        header.add("created_at");
        header.addAll(INSTANTS);
        header.addAll(List.of("opens", "clicks"));
        return header;
    }

    static MessageRow of(JsonNode row, BigInteger contact) {
        return new MessageRow(
                row.path("id").asText(), contact, row.path("begun").asLong(), row);
    }

    public String text(String name) {
        return fields.path(name).asText();
    }

    /** In epoch milliseconds; 0 if it has not come. */
    public long instant(String name) {
        return fields.path(name).asLong();
    }

    /** As answers show it; what there is not is null. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("contact_id", ContactId.ofNumber(contact).toString());
        TEXTS.forEach(name -> json.put(name, text(name).isEmpty() ? null : text(name)));
        json.put("created_at", Timestamps.format(begunAt));
        INSTANTS.forEach(name -> json.put(name, instant(name) == 0 ? null : Timestamps.format(instant(name))));
        json.put("opens", fields.path("opens").asLong());
        json.put("clicks", fields.path("clicks").asLong());
        return json;
    }

    List<String> cells() {
        List<String> cells = new ArrayList<>();
        json().forEach(value -> cells.add(value.isNull() ? "" : value.asText()));
        return cells;
    }
}
