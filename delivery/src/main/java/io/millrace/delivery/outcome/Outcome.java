package io.millrace.delivery.outcome;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.streams.record.DeliveryRecord;
import io.millrace.streams.record.SendRecord;
import java.util.List;

/**
 * What became of a send.
 *
 * @param events by which it is told, reserved names
 * @param reason one word that can be counted; empty where there is nothing to give a reason for
 * @param detail for people; may be empty
 * @param bounceClass {@code hard} or {@code soft} of a bounce, else empty
 */
public record Outcome(List<String> events, String reason, String detail, String bounceClass) {

    public static final Outcome SENT = new Outcome(List.of("message_sent"), "", "", "");
    public static final Outcome DELIVERED = new Outcome(List.of("message_sent", "message_delivered"), "", "", "");

    private static final int DETAIL_LENGTH_MAX = 500;

    public Outcome {
        events = List.copyOf(events);
        detail = detail.length() > DETAIL_LENGTH_MAX ? detail.substring(0, DETAIL_LENGTH_MAX) : detail;
    }

    public static Outcome skipped(String reason, String detail) {
        return new Outcome(List.of("message_skipped"), reason, detail, "");
    }

    public static Outcome failed(String reason, String detail) {
        return new Outcome(List.of("message_failed"), reason, detail, "");
    }

    /** The address takes no messages and never will. */
    public static Outcome bounced(String reason, String detail) {
        return new Outcome(List.of("message_sent", "message_bounced"), reason, detail, "hard");
    }

    DeliveryRecord record(SendRecord send, long at) {
        ObjectNode properties = properties(send);
        put(properties, "reason", reason);
        put(properties, "detail", detail);
        put(properties, "class", bounceClass);
        // A test send touches no statistics: nothing tells of it.
        return new DeliveryRecord(
                send.workspace(),
                send.sendId(),
                send.message().channel().text(),
                false,
                at,
                send.test() ? List.of() : events,
                properties.toString());
    }

    /** What every event of a message's life says. */
    private static ObjectNode properties(SendRecord send) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        properties.put("send_id", send.sendId());
        put(properties, "campaign_id", send.origin().campaign());
        put(properties, "node_id", send.origin().node());
        properties.put("channel", send.message().channel().text());
        String template = send.message().template();
        put(properties, "template", template == null ? "" : template);
        return properties;
    }

    private static void put(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
