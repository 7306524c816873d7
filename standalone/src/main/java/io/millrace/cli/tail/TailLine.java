package io.millrace.cli.tail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** An event in one line: when it arrived, its type and name, who, and the beginning of its properties. */
final class TailLine {

    private static final int PROPERTIES_CHARS = 100;

    private TailLine() {}

    static String of(JsonNode event) {
        String type = event.path("type").asText();
        JsonNode details = event.path("properties").isObject() ? event.path("properties") : event.path("traits");
        String name = event.path("event").asText("");
        if (name.isEmpty() || event.path("event").isNull()) {
            name = event.path("name").asText("");
        }
        return "%s  %-8s  %-24s  %-20s  %s"
                .formatted(event.path("receivedAt").asText(), type, clean(name), clean(who(event)), details(details))
                .stripTrailing();
    }

    private static String who(JsonNode event) {
        JsonNode userId = event.path("userId");
        return userId.isTextual()
                ? userId.textValue()
                : event.path("anonymousId").asText("");
    }

    private static String details(JsonNode details) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : details.properties()) {
            JsonNode value = field.getValue();
            text.append(text.length() == 0 ? "" : " ")
                    .append(field.getKey())
                    .append('=')
                    .append(value.isTextual() ? value.textValue() : value.toString());
            if (text.length() > PROPERTIES_CHARS) {
                return clean(text.substring(0, PROPERTIES_CHARS)) + "…";
            }
        }
        return clean(text.toString());
    }

    /** Events come from anybody: no control character of theirs reaches the terminal. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
