package io.millrace.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.webhook.WebhookEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a workspace wants to be told of what happens: the body of a definition of kind {@code WEBHOOK}, under its id. Its
 * text shows no secret.
 *
 * @param events names and patterns of {@link WebhookEvents}
 * @param secret what calls are signed with; kept readable, since a hash cannot sign
 * @param disabled why it is told nothing, {@code paused} or {@code gone}; empty while it is
 */
public record WebhookEndpoint(
        String id,
        String url,
        List<String> events,
        String secret,
        Optional<String> disabled,
        Instant createdAt,
        Instant updatedAt) {

    public static final String PREFIX = "whep_";
    public static final int EVENTS_MAX = 100;
    public static final int SECRET_LENGTH_MIN = 8;
    public static final int SECRET_LENGTH_MAX = 200;

    /** Its users switched it off. */
    public static final String PAUSED = "paused";

    /** It answered 410. */
    public static final String GONE = "gone";

    public WebhookEndpoint {
        if (id.isEmpty() || url.isEmpty()) {
            throw new IllegalArgumentException("an endpoint needs an id and a URL");
        }
        if (secret.length() < SECRET_LENGTH_MIN || secret.length() > SECRET_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a secret has " + SECRET_LENGTH_MIN + " to " + SECRET_LENGTH_MAX + " characters");
        }
        if (events.isEmpty() || events.size() > EVENTS_MAX) {
            throw new IllegalArgumentException("an endpoint has 1 to " + EVENTS_MAX + " events");
        }
        events = List.copyOf(events);
    }

    public boolean active() {
        return disabled.isEmpty();
    }

    /** The same, switched off. */
    public WebhookEndpoint disabledAs(String reason, Instant at) {
        return new WebhookEndpoint(id, url, events, secret, Optional.of(reason), createdAt, at);
    }

    /** The definition's body as JSON text. */
    public String write() {
        ObjectNode json = DefinitionJson.object()
                .put("id", id)
                .put("url", url)
                .put("secret", secret)
                .put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString());
        ArrayNode names = json.putArray("events");
        events.forEach(names::add);
        disabled.ifPresent(reason -> json.put("disabled", reason));
        return DefinitionJson.write(json);
    }

    /**
     * Reads a body; unknown fields are left for newer versions.
     *
     * @throws IllegalArgumentException if it is damaged
     */
    public static WebhookEndpoint read(String body) {
        JsonNode json = DefinitionJson.read(body);
        List<String> events = new ArrayList<>();
        json.path("events").forEach(event -> events.add(event.asText()));
        return new WebhookEndpoint(
                DefinitionJson.text(json, "id"),
                DefinitionJson.text(json, "url"),
                events,
                DefinitionJson.text(json, "secret"),
                Optional.ofNullable(json.path("disabled").textValue()),
                DefinitionJson.instant(json, "created_at"),
                DefinitionJson.instant(json, "updated_at"));
    }

    @Override
    public String toString() {
        return "endpoint " + id + " at " + url + " of " + events;
    }
}
