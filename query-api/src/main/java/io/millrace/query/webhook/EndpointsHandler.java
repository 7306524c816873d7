package io.millrace.query.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.core.event.Timestamps;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.CreatedPage;
import io.millrace.query.list.RowPage;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Problem;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.definition.WebhookStore;
import java.util.List;
import java.util.Optional;

/**
 * Creates, lists, shows, edits and deletes endpoints. A secret is shown to who sets it or has it made, and never again.
 * Called by many threads at once.
 */
final class EndpointsHandler {

    private static final List<String> LIST_PARAMETERS = List.of("limit", "cursor", "format");
    private static final List<String> LIST_COLUMNS =
            List.of("id", "url", "events", "status", "disabled_reason", "created_at", "updated_at");
    private static final String CURSOR = "h1";

    private final WebhookStore store;
    private final EndpointParser parser;
    private final CreatedOnce createdOnce;

    EndpointsHandler(WebhookStore store, EndpointParser parser, CreatedOnce createdOnce) {
        this.store = store;
        this.parser = parser;
        this.createdOnce = createdOnce;
    }

    Reply create(Call call) {
        EndpointDraft draft = parser.created(call);
        String workspace = call.ownWorkspace().id();
        String id = createdOnce.idFor(call);
        Optional<WebhookEndpoint> before = store.get(workspace, id);
        if (before.isPresent()) {
            return Reply.json(201, withSecret(before.get()));
        }
        WebhookEndpoint created = new WebhookEndpoint(
                id,
                draft.url().orElseThrow(),
                draft.events().orElseThrow(),
                draft.secret().orElseGet(Ids::webhookSecret),
                disabled(draft, Optional.empty()),
                call.at(),
                call.at());
        store.create(workspace, created);
        return Reply.json(201, withSecret(created));
    }

    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(LIST_PARAMETERS, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        CreatedPage<WebhookEndpoint> page = CreatedPage.of(
                call,
                CURSOR,
                store.all(call.ownWorkspace().id()),
                endpoint -> CreatedPage.place(endpoint.createdAt(), endpoint.id()),
                faults);
        RowPage rows =
                new RowPage(page.shown().stream().map(EndpointsHandler::json).toList(), page.nextCursor());
        return csv ? rows.csv(LIST_COLUMNS) : rows.json();
    }

    Reply show(Call call) {
        return Reply.json(200, json(found(call)));
    }

    Reply edit(Call call) {
        EndpointDraft draft = parser.edited(call);
        WebhookEndpoint edited = store.change(
                        call.ownWorkspace().id(),
                        call.inPath("id"),
                        old -> new WebhookEndpoint(
                                old.id(),
                                draft.url().orElse(old.url()),
                                draft.events().orElse(old.events()),
                                draft.secret().orElse(old.secret()),
                                disabled(draft, old.disabled()),
                                old.createdAt(),
                                call.at()))
                .orElseThrow(() -> notFound());
        return Reply.json(200, draft.secret().isPresent() ? withSecret(edited) : json(edited));
    }

    Reply delete(Call call) {
        String id = call.inPath("id");
        found(call);
        store.delete(call.ownWorkspace().id(), id);
        return Reply.json(
                200, JsonNodeFactory.instance.objectNode().put("id", id).put("deleted", true));
    }

    /** The endpoint that the path names; ends the request if there is none. */
    WebhookEndpoint found(Call call) {
        return store.get(call.ownWorkspace().id(), call.inPath("id")).orElseThrow(() -> notFound());
    }

    private static RuntimeException notFound() {
        return Problem.notFound("Webhook endpoint").exception();
    }

    private static Optional<String> disabled(EndpointDraft draft, Optional<String> before) {
        return draft.active()
                .map(active -> active ? Optional.<String>empty() : Optional.of(WebhookEndpoint.PAUSED))
                .orElse(before);
    }

    private static ObjectNode withSecret(WebhookEndpoint endpoint) {
        return json(endpoint).put("secret", endpoint.secret());
    }

    private static ObjectNode json(WebhookEndpoint endpoint) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("id", endpoint.id()).put("url", endpoint.url());
        ArrayNode events = json.putArray("events");
        endpoint.events().forEach(events::add);
        return json.put("status", endpoint.active() ? "active" : "disabled")
                .put("disabled_reason", endpoint.disabled().orElse(null))
                .put("created_at", Timestamps.format(endpoint.createdAt().toEpochMilli()))
                .put("updated_at", Timestamps.format(endpoint.updatedAt().toEpochMilli()));
    }
}
