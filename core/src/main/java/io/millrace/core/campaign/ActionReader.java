package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.rule.Fields;
import io.millrace.core.rule.Path;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads a node that does something and goes on. */
final class ActionReader {

    private static final String TRAITS = "traits.";

    private final Fields fields;
    private final CampaignReading reading;

    ActionReader(Fields fields, CampaignReading reading) {
        this.fields = fields;
        this.reading = reading;
    }

    @Nullable
    Node read(String id, String type) {
        return switch (type) {
            case "send" -> send(id);
            case "set_field" -> setField(id);
            case "add_tag", "remove_tag" -> tag(id, type);
            case "update_score" -> updateScore(id);
            case "webhook" -> webhook(id);
            default -> notifyInbox(id);
        };
    }

    private @Nullable Node send(String id) {
        Channel channel = FieldValues.choice(fields, "channel", Channel.class);
        String template = fields.optionalText("template", "a template's id");
        String subject = fields.optionalText("subject", "a text that is not empty");
        String content = fields.optionalText("content", "a text that is not empty");
        String group = fields.optionalText("group", "a subscription group");
        boolean transactional = fields.flag("transactional");
        if (template != null && !reading.context().templates().test(template)) {
            reading.faults()
                    .fault(
                            fields.at("template"),
                            "unknown_template",
                            TextNode.valueOf(template),
                            "the id of a template");
        }
        if (!fields.has("template") && !fields.has("content")) {
            reading.faults().required(fields.at("template"), "a template, or a content of the message's own");
            return null;
        }
        if (!fields.has("template") && !fields.has("subject") && channel == Channel.EMAIL) {
            reading.faults().required(fields.at("subject"), "a subject, for no template has one");
            return null;
        }
        boolean whole = channel != null && (template != null || content != null);
        boolean headed = template != null || subject != null || channel != Channel.EMAIL;
        return channel == null || !whole || !headed
                ? null
                : new Node.Send(id, channel, template, subject, content, group, transactional);
    }

    private @Nullable Node setField(String id) {
        String expected = "a trait: traits.<path>";
        String field = fields.text("field", expected);
        JsonNode value = fields.anything("value");
        if (value == null) {
            reading.faults().required(fields.at("value"), "a value; null removes the trait");
        }
        if (field == null) {
            return null;
        }
        Path path = Path.parse(field.startsWith(TRAITS) ? field.substring(TRAITS.length()) : field);
        if (path == null) {
            reading.faults().invalid(fields.at("field"), fields.optional("field"), expected + ", no part of it empty");
        }
        return path == null || value == null ? null : new Node.SetField(id, path, value);
    }

    private @Nullable Node tag(String id, String type) {
        String tag = fields.text("tag", "a tag");
        if (tag == null) {
            return null;
        }
        return type.equals("add_tag") ? new Node.AddTag(id, tag) : new Node.RemoveTag(id, tag);
    }

    private @Nullable Node updateScore(String id) {
        String score = fields.text("score", "the name of a score");
        JsonNode add = fields.optional("add");
        JsonNode set = fields.optional("set");
        if (add == null && set == null) {
            reading.faults().required(fields.at("add"), "a number, or one in set");
            return null;
        }
        if (add != null && set != null) {
            reading.faults().invalid(fields.at("set"), set, "only one of add and set");
            return null;
        }
        String name = add == null ? "set" : "add";
        BigDecimal number = FieldValues.number(fields, name, "a number");
        Node.UpdateScore.How how = add == null ? Node.UpdateScore.How.SET : Node.UpdateScore.How.ADD;
        return score == null || number == null ? null : new Node.UpdateScore(id, score, how, number);
    }

    private @Nullable Node webhook(String id) {
        String expected = "an address that begins with https:// or http://";
        String url = fields.text("url", expected);
        if (url != null && !url.matches("https?://[^/\\s].*")) {
            reading.faults().invalid(fields.at("url"), TextNode.valueOf(url), expected);
            return null;
        }
        return url == null ? null : new Node.Webhook(id, url);
    }

    private @Nullable Node notifyInbox(String id) {
        String text = fields.text("text", "a text that is not empty");
        return text == null ? null : new Node.NotifyInbox(id, text);
    }
}
