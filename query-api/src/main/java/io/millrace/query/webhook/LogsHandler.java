package io.millrace.query.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.core.webhook.WebhookEnvelope;
import io.millrace.query.http.Call;
import io.millrace.query.http.Reply;
import io.millrace.query.list.Page;
import io.millrace.query.list.RowPage;
import io.millrace.query.request.Faults;
import io.millrace.query.request.Json;
import io.millrace.query.request.Problem;
import io.millrace.query.webhook.WebhookLog.Place;
import io.millrace.query.write.RequestId;
import io.millrace.streams.Topics;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDelivery.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Shows what an endpoint was told, and has it told something: a test, or a delivery again. Called by many threads at once. */
final class LogsHandler {

    private static final List<String> PARAMETERS = List.of("limit", "cursor", "format");
    private static final List<String> LIST_COLUMNS = List.of(
            "id",
            "event",
            "status",
            "http_status",
            "attempt",
            "next_retry_at",
            "delivered_at",
            "response_time_ms",
            "error",
            "test",
            "created_at");
    private static final String CURSOR = "w1";

    /** An endpoint has 15 seconds to answer, and connecting may take 5. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final int REPLAY_ATTEMPTS = 5;

    private final EndpointsHandler endpoints;
    private final EndpointParser parser;
    private final WebhookLog log;
    private final WebhookRequests requests;

    LogsHandler(EndpointsHandler endpoints, EndpointParser parser, WebhookLog log, WebhookRequests requests) {
        this.endpoints = endpoints;
        this.parser = parser;
        this.log = log;
        this.requests = requests;
    }

    Reply list(Call call) {
        Faults faults = new Faults();
        call.knowOnly(PARAMETERS, faults);
        boolean csv = call.wantsCsv(call.parameter("format"), "format", faults);
        int limit = call.wholeParameter("limit", Page.LIMIT_DEFAULT, 1, Page.LIMIT_MAX, faults);
        Place after = after(call, faults);
        faults.throwIfAny();
        WebhookEndpoint endpoint = endpoints.found(call);
        List<LoggedDelivery> read = log.page(call.ownWorkspace().id(), endpoint.id(), after, limit + 1);
        boolean more = read.size() > limit;
        List<LoggedDelivery> shown = more ? read.subList(0, limit) : read;
        RowPage rows = new RowPage(
                shown.stream().map(LoggedDelivery::json).toList(),
                more ? Optional.of(cursor(shown.get(shown.size() - 1))) : Optional.empty());
        return csv ? rows.csv(LIST_COLUMNS) : rows.json();
    }

    Reply show(Call call) {
        WebhookEndpoint endpoint = endpoints.found(call);
        LoggedDelivery delivery = delivery(call, endpoint);
        ObjectNode json = delivery.json();
        json.set(
                "payload",
                log.body(call.ownWorkspace().id(), endpoint.id(), delivery.id())
                        .<JsonNode>map(text -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                        .orElse(NullNode.getInstance()));
        return Reply.json(200, json);
    }

    /** One attempt, with what came of it. */
    Reply test(Call call) {
        String event = parser.tested(call);
        WebhookEndpoint endpoint = endpoints.found(call);
        String workspace = call.ownWorkspace().id();
        String request = LoggedDelivery.TEST + RequestId.of(call, "POST test").stem();
        String id = WebhookEnvelope.id(endpoint.id(), "test", request);
        long at = call.at().toEpochMilli();
        Origin origin = new Origin(workspace, endpoint.id(), id, request, event, 1, at);
        byte[] body = WebhookEnvelope.body(id, event, workspace, at, SampleData.of(event));
        requests.put(
                Math.floorMod(id.hashCode(), Topics.WEBHOOK_PARTITIONS),
                WebhookDelivery.scheduled(origin, 0, at, body));
        return answered(call, endpoint, origin);
    }

    /** The same id and body again, with as many attempts as the first time. */
    Reply replay(Call call) {
        WebhookEndpoint endpoint = endpoints.found(call);
        String workspace = call.ownWorkspace().id();
        LoggedDelivery delivery = delivery(call, endpoint);
        String request = "replay_" + RequestId.of(call, "POST replay").stem();
        Origin origin = new Origin(
                workspace,
                endpoint.id(),
                delivery.id(),
                request,
                delivery.event(),
                REPLAY_ATTEMPTS,
                delivery.createdAt());
        if (delivery.pending()) {
            throw Problem.of(409, "conflict", "the delivery is still being tried")
                    .exception();
        }
        byte[] body = log.body(workspace, endpoint.id(), delivery.id())
                .orElseThrow(() -> Problem.notFound("What the delivery said").exception())
                .getBytes(StandardCharsets.UTF_8);
        requests.put(
                delivery.partition(),
                WebhookDelivery.scheduled(origin, delivery.steps(), call.at().toEpochMilli(), body));
        return answered(call, endpoint, origin);
    }

    private Reply answered(Call call, WebhookEndpoint endpoint, Origin origin) {
        String workspace = call.ownWorkspace().id();
        boolean answered = log.await(workspace, endpoint.id(), origin.id(), origin.request(), PATIENCE);
        Optional<LoggedDelivery> delivery = log.one(workspace, endpoint.id(), origin.id());
        return answered && delivery.isPresent()
                ? Reply.json(200, delivery.get().json())
                : Reply.json(
                        202,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("id", origin.id())
                                .put("event", origin.event())
                                .put("status", "pending")
                                .put("pending", true));
    }

    private LoggedDelivery delivery(Call call, WebhookEndpoint endpoint) {
        return log.one(call.ownWorkspace().id(), endpoint.id(), call.inPath("logId"))
                .orElseThrow(() -> Problem.notFound("Delivery").exception());
    }

    private static String cursor(LoggedDelivery last) {
        String text = CURSOR + " " + last.createdAt() + " " + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Place after(Call call, Faults faults) {
        Optional<String> cursor = call.parameter("cursor");
        if (cursor.isEmpty()) {
            return Place.FIRST;
        }
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor.get()), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 3 && parts[0].equals(CURSOR)) {
                return new Place(Long.parseLong(parts[1]), parts[2]);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        faults.invalid("cursor", TextNode.valueOf(cursor.get()), "the next_cursor of the page before");
        return Place.FIRST;
    }
}
