package io.millrace.core.campaign;

import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.rule.Fields;
import org.jspecify.annotations.Nullable;

/** Reads where a message's words are; the APIs name the fields differently, but for {@code subject}. */
final class MessageReader {

    private final Fields fields;
    private final CampaignReading reading;
    private final @Nullable String templateField;
    private final String contentField;

    /** @param templateField null if messages have no template here */
    MessageReader(Fields fields, CampaignReading reading, @Nullable String templateField, String contentField) {
        this.fields = fields;
        this.reading = reading;
        this.templateField = templateField;
        this.contentField = contentField;
    }

    /** @param channel null if at fault */
    @Nullable
    MessageText read(@Nullable Channel channel) {
        int before = reading.faults().count();
        String template = templateField == null ? null : template(templateField);
        String subject = fields.optionalText("subject", "a text that is not empty");
        String content = fields.optionalText(contentField, "a text that is not empty");
        if (reading.faults().count() > before) {
            return null;
        }
        if (template == null && content == null) {
            missing();
            return null;
        }
        if (template == null && subject == null && channel == Channel.EMAIL) {
            reading.faults().required(fields.at("subject"), "a subject, for no template has one");
            return null;
        }
        return new MessageText(template, subject, content);
    }

    private @Nullable String template(String name) {
        String template = fields.optionalText(name, "a template's id");
        if (template != null && !reading.context().templates().test(template)) {
            reading.faults()
                    .fault(fields.at(name), "unknown_template", TextNode.valueOf(template), "the id of a template");
        }
        return template;
    }

    private void missing() {
        if (templateField == null) {
            reading.faults().required(fields.at(contentField), "a content");
        } else {
            reading.faults().required(fields.at(templateField), "a template, or a content of the message's own");
        }
    }
}
