package io.millrace.delivery.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Scope;
import io.millrace.delivery.http.Refusals.RefusedException;
import io.millrace.delivery.link.Token;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes what a mail server learns later, from whoever reads its bounces: {@code {"send_id" or "message_id", "type": "bounce"
 * | "complaint" | "reply", "class": "hard" | "soft", "reason"}}. A hard bounce and a complaint end all messages to the contact.
 */
final class FeedbackRoute {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REASON_LENGTH_MAX = 500;
    private static final Map<String, String> EVENTS =
            Map.of("bounce", "message_bounced", "complaint", "message_complained", "reply", "message_replied");

    private final Keys keys;
    private final SentMessages sent;
    private final Happenings happenings;

    FeedbackRoute(Keys keys, SentMessages sent, Happenings happenings) {
        this.keys = keys;
        this.sent = sent;
        this.happenings = happenings;
    }

    void report(Context context) {
        ApiKey key = keys.require(context, Scope.CAMPAIGNS_WRITE);
        JsonNode body = body(context.body());
        String type = body.path("type").asText();
        String event = EVENTS.get(type);
        if (event == null) {
            throw new RefusedException(
                    400, "invalid", "type: found \"" + type + "\", expected bounce, complaint or reply");
        }
        Map<String, String> more = new LinkedHashMap<>();
        if (type.equals("bounce")) {
            String kind = body.path("class").asText();
            if (!kind.equals("hard") && !kind.equals("soft")) {
                throw new RefusedException(400, "invalid", "class: found \"" + kind + "\", expected hard or soft");
            }
            more.put("class", kind);
        }
        String reason = body.path("reason").asText("");
        more.put("reason", reason.length() > REASON_LENGTH_MAX ? reason.substring(0, REASON_LENGTH_MAX) : reason);
        Token message = sent.find(key.workspace(), sendId(body))
                .orElseThrow(() -> new RefusedException(404, "not_found", "there is no such message"));
        happenings.reported(message, event, more);
        Refusals.json(
                context.status(202),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("send_id", message.sendId())
                        .put("event", event));
    }

    private static JsonNode body(String text) {
        try {
            JsonNode body = JSON.readTree(text);
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new RefusedException(400, "invalid_json", "the body is no JSON object");
        }
        throw new RefusedException(400, "invalid_json", "the body is no JSON object");
    }

    /** A mail's Message-ID begins with the send's id. */
    private static String sendId(JsonNode body) {
        String messageId = body.path("message_id").asText("");
        String sendId = messageId.isEmpty()
                ? body.path("send_id").asText("")
                : messageId.replaceFirst("^<", "").replaceFirst("@.*$", "");
        if (sendId.isEmpty()) {
            throw new RefusedException(400, "required", "send_id or message_id says which message it was");
        }
        return sendId;
    }
}
