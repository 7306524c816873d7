package io.millrace.core.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Timestamps;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One delivery's id and body; the same for every attempt, so that a repeat is known as one. Pure. */
public final class WebhookEnvelope {

    private static final String PREFIX = "wh_log_";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LETTERS = 24;

    private WebhookEnvelope() {}

    /**
     * The id of what one endpoint is told of one happening: 120 bits of a hash over both.
     *
     * @param kind what kind of happening; one record may be several
     * @param source what the happening is known by for good, within the endpoint's workspace
     */
    public static String id(String endpoint, String kind, String source) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(endpoint + '\0' + kind + '\0' + source));
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < LETTERS / 8; i++) {
            long bits = (hash.get() & 0xffL) << 32 | hash.getInt() & 0xffff_ffffL;
            for (int letter = 7; letter >= 0; letter--) {
                text.append(ALPHABET.charAt((int) (bits >>> 5 * letter) & 31));
            }
        }
        return text.toString();
    }

    /**
     * The JSON object, with the fields of both kinds of receivers: {@code id type created_at tenant_id idempotency_key}
     * and {@code event timestamp}.
     *
     * @param at when it happened, epoch milliseconds
     */
    public static byte[] body(String id, String event, String workspace, long at, ObjectNode data) {
        String time = Timestamps.format(at);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("type", event)
                .put("created_at", time)
                .put("event", event)
                .put("timestamp", time)
                .put("tenant_id", workspace)
                .put("idempotency_key", id);
        json.set("data", data);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
