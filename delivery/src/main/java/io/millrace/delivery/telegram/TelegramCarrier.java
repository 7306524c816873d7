package io.millrace.delivery.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.delivery.call.Caller;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.channel.Parcel;
import io.millrace.delivery.channel.Receipt;
import io.millrace.streams.record.SendRecord;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Sends by a bot to the contact's trait {@code telegram_chat_id}. The Bot API knows no idempotency key: a repeat after a
 * crash is a second message. The token is part of the address and so never stands in a message of a fault.
 */
public final class TelegramCarrier implements Carrier {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXT_LENGTH_MAX = 4_096;

    private final Caller caller;
    private final URI api;
    private final Optional<String> token;

    /** @param api the Bot API's address; it is the operator's, so it may be private */
    public TelegramCarrier(Caller caller, URI api, Optional<String> token) {
        this.caller = caller;
        this.api = api;
        this.token = token;
    }

    @Override
    public String target(SendRecord send) {
        return "telegram";
    }

    @Override
    public Receipt carry(Parcel parcel) throws CarrierException, InterruptedException {
        if (token.isEmpty()) {
            throw CarrierException.permanent("not_configured", "MILLRACE_TELEGRAM_TOKEN is not set");
        }
        String text = parcel.subject().isBlank() ? parcel.text() : parcel.subject() + "\n\n" + parcel.text();
        if (text.isBlank() || text.length() > TEXT_LENGTH_MAX) {
            throw CarrierException.permanent(
                    "invalid_message",
                    "a message by Telegram has 1 to " + TEXT_LENGTH_MAX + " characters, found " + text.length());
        }
        ObjectNode body =
                JSON.createObjectNode().put("chat_id", chat(parcel.send())).put("text", text);
        String base = api.toString().endsWith("/") ? api.toString() : api + "/";
        try {
            caller.post(
                    base + "bot" + token.get() + "/sendMessage",
                    Map.of(),
                    "application/json",
                    body.toString().getBytes(StandardCharsets.UTF_8));
            return Receipt.DELIVERED;
        } catch (CarrierException e) {
            throw fault(e);
        }
    }

    private CarrierException fault(CarrierException fault) {
        String detail = String.valueOf(fault.getMessage()).replace(token.orElse("\0"), "…");
        return switch (fault.reason()) {
            // The contact has blocked the bot.
            case "http_403" -> CarrierException.bounced(fault.reason(), detail);
            // Somebody must change a setting; until then every message would be lost.
            case "http_401", "http_404" -> CarrierException.down("authentication", "the Bot API refuses the token");
            default ->
                switch (fault.kind()) {
                    case DOWN -> CarrierException.down(fault.reason(), detail);
                    case TRANSIENT ->
                        fault.retryAfter()
                                .map(wait -> CarrierException.passing(fault.reason(), detail, wait))
                                .orElseGet(() -> CarrierException.passing(fault.reason(), detail));
                    case PERMANENT, NO_ADDRESS, BOUNCED -> CarrierException.permanent(fault.reason(), detail);
                };
        };
    }

    private static String chat(SendRecord send) throws CarrierException {
        if (send.testTo() != null) {
            return send.testTo();
        }
        try {
            JsonNode traits = JSON.readTree(send.recipient().traits());
            String chat = traits.path("telegram_chat_id").asText("");
            if (!chat.isBlank()) {
                return chat;
            }
        } catch (JsonProcessingException e) {
            throw CarrierException.permanent("invalid_message", "the contact's traits are no JSON");
        }
        throw CarrierException.noAddress("the contact has no trait telegram_chat_id");
    }

    @Override
    public void close() {
        caller.close();
    }
}
