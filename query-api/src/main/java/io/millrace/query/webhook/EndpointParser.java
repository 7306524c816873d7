package io.millrace.query.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.core.webhook.WebhookEvents;
import io.millrace.core.webhook.WebhookUrl;
import io.millrace.query.http.Call;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.ObjectReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a request says of an endpoint; every fault is named. Thread-safe. */
final class EndpointParser {

    private static final Map<String, Boolean> ACTIVE = Map.of("active", true, "disabled", false);

    private final boolean allowPrivate;

    /** @param allowPrivate whether endpoints may be on private and loopback addresses */
    EndpointParser(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    EndpointDraft created(Call call) {
        Faults faults = new Faults();
        ObjectReader body = body(call, faults);
        body.requiredText("url", "an http or https URL");
        if (body.any("events") == null) {
            faults.required(body.at("events"), "events are needed, names such as contact.created");
        }
        return draft(body, faults);
    }

    EndpointDraft edited(Call call) {
        Faults faults = new Faults();
        return draft(body(call, faults), faults);
    }

    /** The event that a test is to send. */
    String tested(Call call) {
        Faults faults = new Faults();
        ObjectReader body = body(call, faults);
        String event = body.requiredText("event", "an event's name").orElse("");
        body.finish();
        faults.throwIfAny();
        if (!WebhookEvents.names().contains(event)) {
            faults.invalid(body.at("event"), TextNode.valueOf(event), names());
            faults.throwIfAny();
        }
        return event;
    }

    private EndpointDraft draft(ObjectReader body, Faults faults) {
        Optional<String> url = body.text("url");
        url.flatMap(given -> WebhookUrl.fault(given, allowPrivate))
                .ifPresent(expected -> faults.invalid(body.at("url"), TextNode.valueOf(url.orElse("")), expected));
        Optional<List<String>> events = events(body, faults);
        Optional<String> secret = body.text("secret");
        secret.filter(given -> given.length() < WebhookEndpoint.SECRET_LENGTH_MIN
                        || given.length() > WebhookEndpoint.SECRET_LENGTH_MAX)
                .ifPresent(given -> faults.add(
                        body.at("secret"),
                        "out_of_range",
                        null,
                        null,
                        "expected " + WebhookEndpoint.SECRET_LENGTH_MIN + " to " + WebhookEndpoint.SECRET_LENGTH_MAX
                                + " characters, found " + given.length()));
        Optional<Boolean> active =
                body.any("status") == null ? Optional.empty() : Optional.of(body.choice("status", ACTIVE, true));
        body.finish();
        faults.throwIfAny();
        return new EndpointDraft(url, events, secret, active);
    }

    private static Optional<List<String>> events(ObjectReader body, Faults faults) {
        if (body.any("events") == null) {
            return Optional.empty();
        }
        Set<String> events = new LinkedHashSet<>();
        List<JsonNode> given = body.list("events");
        for (int i = 0; i < given.size(); i++) {
            String event = given.get(i).asText();
            if (!given.get(i).isTextual() || !WebhookEvents.canSubscribe(event)) {
                faults.invalid(body.at("events") + "/" + i, given.get(i), names() + ", or a start of one and .*");
            }
            events.add(event);
        }
        if (events.isEmpty() || events.size() > WebhookEndpoint.EVENTS_MAX) {
            String expected = "1 to " + WebhookEndpoint.EVENTS_MAX + " names";
            faults.add(
                    body.at("events"),
                    "out_of_range",
                    null,
                    expected,
                    "expected " + expected + ", found " + events.size());
        }
        return Optional.of(List.copyOf(events));
    }

    private static String names() {
        return "one of " + String.join(", ", WebhookEvents.names());
    }

    private static ObjectReader body(Call call, Faults faults) {
        Optional<ObjectReader> body = ObjectReader.of(Json.parse(call.body()), "", faults);
        faults.throwIfAny();
        return body.orElseThrow();
    }
}
