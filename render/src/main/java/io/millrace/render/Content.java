package io.millrace.render;

import io.millrace.core.definition.MessageTemplate;
import io.millrace.streams.record.SendRecord.Message;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a message says, still with its variables: the template's, under what the send itself carries. Content of its own is
 * HTML if it has a tag, else plain text.
 */
record Content(Optional<String> subject, Optional<String> html, Optional<String> text) {

    private static final Pattern TAG = Pattern.compile("<[a-zA-Z!/][^>]*>");

    static Content of(Message message, Optional<MessageTemplate> template) {
        Optional<String> subject =
                Optional.ofNullable(message.subject()).or(() -> template.flatMap(MessageTemplate::subject));
        String own = message.content();
        if (own == null) {
            return new Content(
                    subject, template.flatMap(MessageTemplate::html), template.flatMap(MessageTemplate::text));
        }
        boolean html = TAG.matcher(own).find();
        return new Content(
                subject, html ? Optional.of(own) : Optional.empty(), html ? Optional.empty() : Optional.of(own));
    }
}
