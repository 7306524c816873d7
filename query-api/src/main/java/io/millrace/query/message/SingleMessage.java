package io.millrace.query.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.campaign.Channel;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.query.contact.Recipients;
import io.millrace.query.http.Call;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import io.millrace.query.write.CreatedOnce;
import io.millrace.render.Renderer.Preview;
import io.millrace.streams.SendWriter;
import io.millrace.streams.definition.TemplateStore;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import io.millrace.streams.record.SendRecord.Origin;
import io.millrace.streams.record.SendRecord.Recipient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * Sends one message by itself: it is written as it would be and refused if it cannot be, and then goes to delivery, which
 * judges consent as it leaves. Thread-safe.
 */
final class SingleMessage {

    private final Recipients recipients;
    private final TemplateStore templates;
    private final Previews previews;
    private final SendWriter sends;

    SingleMessage(Recipients recipients, TemplateStore templates, Previews previews, SendWriter sends) {
        this.recipients = recipients;
        this.templates = templates;
        this.previews = previews;
        this.sends = sends;
    }

    /**
     * What is asked for.
     *
     * @param contact an id, external id or anonymous id
     * @param event properties that the texts may name
     */
    record Asked(
            String contact,
            Channel channel,
            Optional<String> template,
            Optional<String> subject,
            Optional<String> content,
            Optional<String> group,
            boolean transactional,
            Origin origin,
            JsonNode event) {}

    boolean hasTemplate(Call call, String id) {
        return templates.get(call.ownWorkspace().id(), id).isPresent();
    }

    Optional<MessageTemplate> template(Call call, String id) {
        return templates.get(call.ownWorkspace().id(), id);
    }

    /**
     * Returns when the message is stored, which is before it is delivered; ends the request with 404 if there is no such
     * contact, with 422 if the message cannot be written or the contact has no address.
     *
     * @param ids gives a repeat of a request the id of the first
     */
    SendRecord send(Call call, Asked asked, CreatedOnce ids) {
        Recipient recipient = recipients.named(call.ownWorkspace(), asked.contact());
        requireAddress(asked.channel(), recipient);
        SendRecord send = new SendRecord(
                call.ownWorkspace().id(),
                ids.idFor(call),
                asked.origin(),
                new Message(
                        asked.channel(),
                        asked.template().orElse(null),
                        asked.subject().orElse(null),
                        asked.content().orElse(null),
                        asked.group().orElse(null),
                        null,
                        asked.transactional(),
                        null,
                        true),
                recipient,
                null,
                call.at(),
                Json.text(asked.event()));
        requireWritten(previews.of(send));
        try {
            sends.write(send);
        } catch (KafkaException e) {
            throw Problem.of(503, "unavailable", "the message could not be stored now; try again under the same key")
                    .exception();
        }
        return send;
    }

    private static void requireWritten(Preview preview) {
        if (!preview.missing().isEmpty()) {
            throw Problem.of(
                            422,
                            "render_error",
                            String.join(", ", preview.missing()) + " is missing and has no default")
                    .exception();
        }
        if (preview.fault().isPresent()) {
            throw Problem.of(422, "render_error", preview.fault().get()).exception();
        }
    }

    private static void requireAddress(Channel channel, Recipient recipient) {
        String trait =
                switch (channel) {
                    case EMAIL -> "email";
                    case PUSH -> "push_subscription";
                    case TELEGRAM -> "telegram_chat_id";
                    case WEBHOOK -> "webhook_url";
                    case ONSITE -> "";
                };
        if (trait.isEmpty()) {
            return;
        }
        JsonNode value =
                Json.parse(recipient.traits().getBytes(StandardCharsets.UTF_8)).path(trait);
        if (value.isMissingNode() || value.isNull() || (value.asText("").isBlank() && !value.isObject())) {
            throw Problem.of(422, "no_address", "the contact has no trait " + trait)
                    .exception();
        }
    }
}
