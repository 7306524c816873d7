package io.millrace.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.Channel;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Content that messages share: the body of a definition of kind {@code TEMPLATE}, under its id. All texts are Liquid.
 *
 * @param subject of an email, title of a push or on-site message
 * @param html the body for those who can show it
 * @param text the body in plain text; an email without one gets it made from its HTML
 * @param group the subscription group of what is sent with it, unless the send names one
 */
public record MessageTemplate(
        String id,
        String name,
        Channel channel,
        Optional<String> subject,
        Optional<String> html,
        Optional<String> text,
        Optional<String> group,
        Instant createdAt,
        Instant updatedAt) {

    public static final int NAME_LENGTH_MAX = 200;
    public static final int SUBJECT_LENGTH_MAX = 2_000;
    public static final int BODY_LENGTH_MAX = 500_000;

    public MessageTemplate {
        if (id.isEmpty() || name.isBlank()) {
            throw new IllegalArgumentException("a template needs an id and a name");
        }
        require(name, "name", NAME_LENGTH_MAX);
        subject.ifPresent(given -> require(given, "subject", SUBJECT_LENGTH_MAX));
        html.ifPresent(given -> require(given, "html", BODY_LENGTH_MAX));
        text.ifPresent(given -> require(given, "text", BODY_LENGTH_MAX));
        if (html.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("a template needs html or text");
        }
    }

    private static void require(String value, String field, int lengthMax) {
        if (value.length() > lengthMax) {
            throw new IllegalArgumentException(
                    field + " has up to " + lengthMax + " characters, found " + value.length());
        }
    }

    /** The definition's body as JSON text. */
    public String write() {
        ObjectNode json = DefinitionJson.object()
                .put("id", id)
                .put("name", name)
                .put("channel", channel.text())
                .put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString());
        subject.ifPresent(given -> json.put("subject", given));
        html.ifPresent(given -> json.put("html", given));
        text.ifPresent(given -> json.put("text", given));
        group.ifPresent(given -> json.put("group", given));
        return DefinitionJson.write(json);
    }

    /**
     * Reads a body; unknown fields are left for newer versions.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static MessageTemplate read(String body) {
        JsonNode json = DefinitionJson.read(body);
        return new MessageTemplate(
                DefinitionJson.text(json, "id"),
                DefinitionJson.text(json, "name"),
                Channel.valueOf(DefinitionJson.text(json, "channel").toUpperCase(Locale.ROOT)),
                optional(json, "subject"),
                optional(json, "html"),
                optional(json, "text"),
                optional(json, "group"),
                DefinitionJson.instant(json, "created_at"),
                DefinitionJson.instant(json, "updated_at"));
    }

    private static Optional<String> optional(JsonNode json, String field) {
        return Optional.ofNullable(json.path(field).textValue());
    }
}
