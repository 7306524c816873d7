package io.millrace.delivery.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.delivery.call.Caller;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.Parcel;
import io.millrace.delivery.channel.Receipt;
import io.millrace.delivery.link.SigningKeys;
import io.millrace.streams.record.SendRecord;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Sends to the browser that the contact's trait {@code push_subscription} names, as the browser gave it: {@code {"endpoint",
 * "keys": {"p256dh", "auth"}}}. The send's id gives the topic, under which a push service replaces what waits.
 */
public final class PushCarrier implements Carrier {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TTL_SECONDS = "86400";
    private static final int TOPIC_BYTES = 24;

    private final Caller caller;
    private final Vapid vapid;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public PushCarrier(Caller caller, Vapid vapid, Clock clock) {
        this.caller = caller;
        this.vapid = vapid;
        this.clock = clock;
    }

    private record Subscription(String endpoint, byte[] key, byte[] auth) {}

    @Override
    public String target(SendRecord send) {
        try {
            return Caller.host(subscription(send).endpoint());
        } catch (CarrierException e) {
            return "";
        }
    }

    @Override
    public Receipt carry(Parcel parcel) throws CarrierException, InterruptedException {
        Subscription subscription = subscription(parcel.send());
        byte[] text = JSON.createObjectNode()
                .put("id", parcel.send().sendId())
                .put("title", parcel.subject())
                .put("body", parcel.text())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        if (text.length > PushEncryption.TEXT_BYTES_MAX) {
            throw CarrierException.permanent(
                    "too_large",
                    "a push message has up to " + PushEncryption.TEXT_BYTES_MAX + " bytes, found " + text.length);
        }
        byte[] body;
        Map<String, String> headers = new HashMap<>();
        try {
            byte[] salt = new byte[PushEncryption.SALT_BYTES];
            random.nextBytes(salt);
            body = PushEncryption.encrypt(text, subscription.key(), subscription.auth(), P256.generate(), salt);
            headers.put("Authorization", vapid.authorization(audience(subscription.endpoint()), clock.instant()));
        } catch (GeneralSecurityException e) {
            throw CarrierException.permanent("invalid_subscription", String.valueOf(e.getMessage()));
        }
        headers.put("Content-Encoding", "aes128gcm");
        headers.put("TTL", TTL_SECONDS);
        headers.put("Topic", topic(parcel.send()));
        headers.put("Idempotency-Key", parcel.send().sendId());
        try {
            caller.post(subscription.endpoint(), headers, "application/octet-stream", body);
            return Receipt.DELIVERED;
        } catch (CarrierException e) {
            // The browser has given its subscription up.
            throw e.reason().equals("http_404") || e.reason().equals("http_410")
                    ? CarrierException.noAddress("the push subscription is gone")
                    : e;
        }
    }

    private static String topic(SendRecord send) {
        byte[] hash = SigningKeys.hmac(
                new byte[] {1}, (send.workspace() + '/' + send.sendId()).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TOPIC_BYTES));
    }

    private static String audience(String endpoint) throws CarrierException {
        try {
            URI uri = URI.create(endpoint);
            return uri.getScheme() + "://" + uri.getAuthority();
        } catch (IllegalArgumentException e) {
            throw CarrierException.permanent("invalid_url", "the push endpoint is no URL");
        }
    }

    private static Subscription subscription(SendRecord send) throws CarrierException {
        JsonNode json;
        try {
            json = JSON.readTree(send.recipient().traits()).path("push_subscription");
        } catch (JsonProcessingException e) {
            throw CarrierException.permanent("invalid_message", "the contact's traits are no JSON");
        }
        JsonNode keys = json.has("keys") ? json.path("keys") : json;
        String endpoint = json.path("endpoint").asText("");
        if (endpoint.isBlank()) {
            throw CarrierException.noAddress("the contact has no trait push_subscription");
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            return new Subscription(
                    endpoint,
                    base64.decode(keys.path("p256dh").asText().replace("=", "")),
                    base64.decode(keys.path("auth").asText().replace("=", "")));
        } catch (IllegalArgumentException e) {
            throw CarrierException.permanent("invalid_subscription", "p256dh and auth are base64url");
        }
    }

    @Override
    public void close() {
        caller.close();
    }
}
