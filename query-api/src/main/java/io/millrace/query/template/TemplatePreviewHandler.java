package io.millrace.query.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.query.contact.Recipients;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.message.Previews;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.request.Problem;
import io.millrace.streams.definition.TemplateStore;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecord.Message;
import java.util.Optional;

/** Shows a template as a contact would get it; nothing is sent. Called by many threads at once. */
final class TemplatePreviewHandler implements RouteHandler {

    private final TemplateStore templates;
    private final Recipients recipients;
    private final Previews previews;

    TemplatePreviewHandler(TemplateStore templates, Recipients recipients, Previews previews) {
        this.templates = templates;
        this.recipients = recipients;
        this.previews = previews;
    }

    @Override
    public Reply answer(Call call) {
        MessageTemplate template = templates
                .get(call.ownWorkspace().id(), call.inPath("id"))
                .orElseThrow(() -> Problem.notFound("Template").exception());
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        String contact = reader.requiredText("contact", "a contact's id, external id or anonymous id")
                .orElse("");
        Optional<JsonNode> event = Previews.event(reader, faults);
        reader.finish();
        faults.throwIfAny();
        SendRecord send = new SendRecord(
                call.ownWorkspace().id(),
                Ids.send(),
                SendRecord.Origin.NONE,
                new Message(template.channel(), template.id(), null, null, null, null, false, null, false),
                recipients.named(call.ownWorkspace(), contact),
                null,
                call.at(),
                Json.text(event.orElseGet(JsonNodeFactory.instance::objectNode)));
        return Reply.json(200, previews.json(send).put("template_id", template.id()));
    }
}
