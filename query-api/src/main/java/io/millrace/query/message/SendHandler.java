package io.millrace.query.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.campaign.Channel;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.record.SendRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sends a single message; answered when it is on its way. Called by many threads at once. */
final class SendHandler implements RouteHandler {

    static final Map<String, Channel> CHANNELS = channels();

    private final SingleMessage single;
    private final CreatedOnce ids;

    SendHandler(SingleMessage single, CreatedOnce ids) {
        this.single = single;
        this.ids = ids;
    }

    private static Map<String, Channel> channels() {
        Map<String, Channel> channels = new LinkedHashMap<>();
        Arrays.stream(Channel.values()).forEach(channel -> channels.put(channel.text(), channel));
        return channels;
    }

    @Override
    public Reply answer(Call call) {
        Faults faults = new Faults();
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        ObjectReader reader = body.orElseThrow();
        String contact = reader.requiredText("contact", "a contact's id, external id or anonymous id")
                .orElse("");
        reader.requiredText("channel", "the channel");
        Channel channel = reader.choice("channel", CHANNELS, Channel.EMAIL);
        Optional<String> template = reader.text("template_id");
        Optional<String> subject = reader.text("subject");
        Optional<String> content = reader.text("content");
        Optional<String> group = reader.text("group");
        boolean transactional = reader.flag("transactional", false);
        Optional<JsonNode> event = Previews.event(reader, faults);
        reader.finish();
        requireContent(call, "template_id", template, "content", content, subject, channel, faults);
        faults.throwIfAny();
        SendRecord send = single.send(
                call,
                new SingleMessage.Asked(
                        contact,
                        channel,
                        template,
                        subject,
                        content,
                        group,
                        transactional,
                        SendRecord.Origin.NONE,
                        event.orElseGet(JsonNodeFactory.instance::objectNode)),
                ids);
        return Reply.json(
                202,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", send.sendId())
                        .put("contact_id", send.recipient().contact().toString())
                        .put("channel", channel.text())
                        .put("status", "queued"));
    }

    /** There is something to send, and an email has a subject. */
    void requireContent(
            Call call,
            String templateField,
            Optional<String> template,
            String contentField,
            Optional<String> content,
            Optional<String> subject,
            Channel channel,
            Faults faults) {
        if (template.isEmpty() && content.isEmpty()) {
            faults.required("/" + contentField, "a template or content of its own is needed");
        }
        template.filter(id -> !single.hasTemplate(call, id))
                .ifPresent(id -> faults.add(
                        "/" + templateField,
                        "unknown_template",
                        TextNode.valueOf(id),
                        "the id of a template",
                        "there is no template " + id));
        boolean subjectOfTemplate = template.flatMap(id -> single.template(call, id))
                .flatMap(found -> found.subject())
                .isPresent();
        if (channel == Channel.EMAIL && subject.isEmpty() && !subjectOfTemplate) {
            faults.required("/subject", "an email needs a subject");
        }
    }
}
