package io.millrace.delivery.webhook;

import io.millrace.delivery.link.SigningKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signatures of a call, three sets of headers over one secret: Standard Webhooks ({@code webhook-id}, {@code
 * webhook-timestamp}, {@code webhook-signature}: base64 over id, time and body joined by dots, under the decoded secret),
 * GrowthOS (hex over time and body joined by a dot, under the secret's text) and CampaignOS (hex over the body, under the
 * secret's text). Pure.
 */
public final class WebhookSignature {

    private static final String PREFIX = "whsec_";

    private WebhookSignature() {}

    /** @param secret {@code whsec_} and base64 */
    public static Map<String, String> headers(String secret, String id, String event, Instant at, byte[] body) {
        String seconds = Long.toString(at.getEpochSecond());
        byte[] text = secret.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", seconds);
        headers.put(
                "webhook-signature",
                "v1,"
                        + Base64.getEncoder()
                                .encodeToString(
                                        SigningKeys.hmac(decoded(secret), joined(id + '.' + seconds + '.', body))));
        headers.put("X-GrowthOS-Timestamp", seconds);
        headers.put("X-GrowthOS-Event-Type", event);
        headers.put(
                "X-GrowthOS-Signature", HexFormat.of().formatHex(SigningKeys.hmac(text, joined(seconds + '.', body))));
        headers.put("X-Webhook-Event", event);
        headers.put("X-Webhook-Delivery", id);
        headers.put("X-Webhook-Signature", HexFormat.of().formatHex(SigningKeys.hmac(text, body)));
        return headers;
    }

    /** A secret of another form signs as its text. */
    private static byte[] decoded(String secret) {
        try {
            return Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        } catch (IllegalArgumentException e) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static byte[] joined(String start, byte[] body) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(start.getBytes(StandardCharsets.UTF_8));
        joined.writeBytes(body);
        return joined.toByteArray();
    }
}
