package io.millrace.query.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import io.millrace.render.Renderer;
import io.millrace.render.Renderer.Preview;
import io.millrace.streams.definition.TemplateStore;
import io.millrace.streams.record.SendRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Writes messages as delivery would, for who wants to see them first. Nothing is sent. Thread-safe. */
public final class Previews {

    /** In place of links that only a message that is sent has. */
    private static final Map<String, String> LINKS =
            Map.of("unsubscribe_url", "#unsubscribe", "preferences_url", "#preferences");

    private final Renderer renderer;

    public Previews(TemplateStore templates) {
        this.renderer = new Renderer(templates);
    }

    Preview of(SendRecord send) {
        return renderer.preview(send, LINKS);
    }

    /** As it is answered: with the names of what is missing, which prints nothing. */
    public ObjectNode json(SendRecord send) {
        Preview preview = of(send);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("contact_id", send.recipient().contact().toString());
        json.put("channel", send.message().channel().text());
        json.put("would_send", preview.fault().isEmpty() && preview.missing().isEmpty());
        json.put("subject", preview.rendered().map(Renderer.Rendered::subject).orElse(null));
        json.put("html", preview.rendered().flatMap(Renderer.Rendered::html).orElse(null));
        json.put("text", preview.rendered().map(Renderer.Rendered::text).orElse(null));
        ArrayNode missing = json.putArray("missing");
        preview.missing().forEach(missing::add);
        json.put("error", preview.fault().orElse(null));
        json.set("event", Json.parse(send.event().getBytes(StandardCharsets.UTF_8)));
        return json;
    }

    /** The properties of an event that a body gives; a fault if they are no object. */
    public static Optional<JsonNode> event(ObjectReader body, Faults faults) {
        JsonNode event = body.any("event");
        if (event != null && !event.isObject()) {
            faults.wrongType(body.at("event"), event, "an object");
            return Optional.empty();
        }
        return Optional.ofNullable(event);
    }
}
