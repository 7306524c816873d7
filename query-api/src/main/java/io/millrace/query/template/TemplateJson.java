package io.millrace.query.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.MessageTemplate;
import io.millrace.core.event.Timestamps;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A template as answers show it. */
final class TemplateJson {

    private TemplateJson() {}

    static ObjectNode of(MessageTemplate template, TemplateWords words) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", template.id())
                .put("name", template.name())
                .put("channel", template.channel().text())
                .put("subject", template.subject().orElse(null))
                .put(words.html(), template.html().orElse(null))
                .put("text", template.text().orElse(null))
                .put("group", template.group().orElse(null));
        ArrayNode variables = json.putArray("variables");
        LiquidSyntax.printed(texts(template)).forEach(variables::add);
        return json.put("created_at", Timestamps.format(template.createdAt().toEpochMilli()))
                .put("updated_at", Timestamps.format(template.updatedAt().toEpochMilli()));
    }

    private static List<String> texts(MessageTemplate template) {
        return Stream.of(template.subject(), template.html(), template.text())
                .flatMap(Optional::stream)
                .toList();
    }
}
