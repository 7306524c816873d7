package io.millrace.query.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a test tells: the shape that the event has, with made-up values, and {@code test} beside them. Pure. */
final class SampleData {

    private static final String CONTACT = "cntct_abcdefghijklmnop";

    private SampleData() {}

    static ObjectNode of(String event) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("test", true);
        if (event.startsWith("campaign.") && !event.startsWith("campaign.email.")) {
            return data.put("campaign_id", "cmpgn_abcdefghijklmnop")
                    .put("name", "Welcome")
                    .put("status", "active");
        }
        data.putObject("contact")
                .put("id", CONTACT)
                .put("external_id", "test-user")
                .put("anonymous_id", (String) null);
        data.put("contact_id", CONTACT);
        switch (event.substring(0, event.indexOf('.'))) {
            case "contact" -> data.putObject("traits").put("email", "test@example.com");
            case "segment" ->
                data.put("segment_id", "seg_abcdefghijklmnop")
                        .put("change", event.substring("segment.".length()))
                        .put("cause", "event");
            case "email", "campaign", "message" ->
                data.put("send_id", "send_abcdefghijklmnopqrstuvwx")
                        .put("campaign_id", "cmpgn_abcdefghijklmnop")
                        .put("channel", "email");
            default -> data.put("name", event.replace('.', '_')).putObject("properties");
        }
        return data;
    }
}
