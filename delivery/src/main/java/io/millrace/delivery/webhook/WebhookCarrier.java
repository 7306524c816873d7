package io.millrace.delivery.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.Person;
import io.millrace.delivery.call.Caller;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.Parcel;
import io.millrace.delivery.channel.Receipt;
import io.millrace.streams.record.SendRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * POSTs a message as JSON, signed, with the send's id as idempotency key: to the node's own address, else to the contact's
 * trait {@code webhook_url}.
 */
public final class WebhookCarrier implements Carrier {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "campaign.message";

    private final Caller caller;
    private final Function<String, String> secret;
    private final Clock clock;

    /** @param secret what a workspace's calls are signed with */
    public WebhookCarrier(Caller caller, Function<String, String> secret, Clock clock) {
        this.caller = caller;
        this.secret = secret;
        this.clock = clock;
    }

    @Override
    public String target(SendRecord send) {
        try {
            return Caller.host(url(send));
        } catch (CarrierException e) {
            return "";
        }
    }

    @Override
    public Receipt carry(Parcel parcel) throws CarrierException, InterruptedException {
        SendRecord send = parcel.send();
        String url = url(send);
        byte[] body = body(parcel).toString().getBytes(StandardCharsets.UTF_8);
        Instant now = clock.instant();
        Map<String, String> headers = new HashMap<>(
                WebhookSignature.headers(secret.apply(send.workspace()), send.sendId(), EVENT, now, body));
        headers.put("Idempotency-Key", send.sendId());
        Caller.Answered answered = caller.post(url, headers, "application/json", body);
        return new Receipt(true, "http_" + answered.status());
    }

    private static String url(SendRecord send) throws CarrierException {
        if (send.testTo() != null) {
            return send.testTo();
        }
        String url = send.message().url();
        if (url == null) {
            url = json(send.recipient().traits()).path("webhook_url").asText("");
        }
        if (url.isBlank()) {
            throw CarrierException.noAddress("the contact has no trait webhook_url");
        }
        return url;
    }

    /** The same for every attempt, so that a repeat is a repeat. */
    private static ObjectNode body(Parcel parcel) throws CarrierException {
        SendRecord send = parcel.send();
        ObjectNode json = JSON.createObjectNode();
        json.put("id", send.sendId())
                .put("type", EVENT)
                .put("created_at", send.grantedAt().toString())
                .put("timestamp", send.grantedAt().toString())
                .put("event", EVENT)
                .put("idempotency_key", send.sendId())
                .put("tenant_id", send.workspace());
        ObjectNode data = json.putObject("data");
        data.put("campaign_id", send.origin().campaign())
                .put("campaign_name", send.origin().campaignName())
                .put("node_id", send.origin().node())
                .put("run_id", send.origin().run())
                .put("subject", parcel.subject())
                .put("content", parcel.text());
        ObjectNode contact = data.putObject("contact");
        Person person = send.recipient().person();
        contact.put("id", send.recipient().contact().toString())
                .put(person.kind() == Person.Kind.USER ? "external_id" : "anonymous_id", person.id());
        contact.set("traits", json(send.recipient().traits()));
        data.set("properties", json(send.event()));
        return json;
    }

    private static JsonNode json(String text) throws CarrierException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw CarrierException.permanent("invalid_message", "the send carries what is no JSON");
        }
    }

    @Override
    public void close() {
        caller.close();
    }
}
