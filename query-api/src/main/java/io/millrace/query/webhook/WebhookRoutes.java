package io.millrace.query.webhook;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The routes of webhook endpoints. */
public final class WebhookRoutes {

    static final String ALL = "/v1/webhooks/endpoints";

    private static final String TAG = "webhooks";
    private static final String ONE = ALL + "/{id}";
    private static final String ENTRY = ONE + "/logs/{logId}";
    private static final Guard READS = Guard.scope(Scope.WEBHOOKS_READ);
    private static final Guard WRITES = Guard.scope(Scope.WEBHOOKS_WRITE);
    private static final String PENDING = "No answer came within 25 seconds; the logs will show it.";
    private static final RouteDoc.Parameter[] PAGE = {
        whole("limit", "Rows per page, 25 unless told, up to 100"),
        text("cursor", "next_cursor of the page before"),
        text("format", "json (the default) or csv")
    };

    private WebhookRoutes() {}

    /** What answers them. */
    public record Handlers(
            RouteHandler create,
            RouteHandler list,
            RouteHandler show,
            RouteHandler edit,
            RouteHandler delete,
            RouteHandler logs,
            RouteHandler logEntry,
            RouteHandler test,
            RouteHandler replay) {}

    public static List<Route> all(Handlers handlers) {
        return List.of(
                Route.post(
                        ALL,
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.create(),
                        RouteDoc.of("registerWebhookEndpoint", TAG, "Register an endpoint")
                                .describedAs("The secret is made up if none is given, and shown in this answer alone."
                                        + " With an Idempotency-Key header a request sent again within 24 hours"
                                        + " registers no second one.")
                                .taking("NewWebhookEndpoint", WebhookExamples.NEW)
                                .answering(201, "WebhookEndpoint", WebhookExamples.CREATED)
                                .failing(409, "The Idempotency-Key was used with another body.")),
                Route.get(
                        ALL,
                        Dialect.GROWTHOS,
                        READS,
                        handlers.list(),
                        RouteDoc.of("listWebhookEndpoints", TAG, "Every endpoint, the oldest first")
                                .with(PAGE)
                                .answering(200, "WebhookEndpointPage", WebhookExamples.PAGE)
                                .alsoAs("text/csv")),
                Route.get(
                        ONE,
                        Dialect.GROWTHOS,
                        READS,
                        handlers.show(),
                        RouteDoc.of("showWebhookEndpoint", TAG, "One endpoint")
                                .answering(200, "WebhookEndpoint", WebhookExamples.ENDPOINT)),
                Route.patch(
                        ONE,
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.edit(),
                        RouteDoc.of("updateWebhookEndpoint", TAG, "Change what the body names; events is replaced")
                                .describedAs("Status active switches an endpoint on again that answered 410.")
                                .taking("WebhookEndpointEdit", WebhookExamples.EDIT)
                                .answering(200, "WebhookEndpoint", WebhookExamples.ENDPOINT)),
                Route.delete(
                        ONE,
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.delete(),
                        RouteDoc.of("deleteWebhookEndpoint", TAG, "Delete an endpoint; what waits for it has failed")
                                .answering(200, "DeletedWebhookEndpoint", WebhookExamples.DELETED)),
                Route.get(
                        ONE + "/logs",
                        Dialect.GROWTHOS,
                        READS,
                        handlers.logs(),
                        RouteDoc.of("listWebhookDeliveries", TAG, "What an endpoint was told, the newest first")
                                .describedAs("Kept for 30 days.")
                                .with(PAGE)
                                .answering(200, "WebhookDeliveryPage", WebhookExamples.LOGS)
                                .alsoAs("text/csv")),
                Route.get(
                        ENTRY,
                        Dialect.GROWTHOS,
                        READS,
                        handlers.logEntry(),
                        RouteDoc.of("showWebhookDelivery", TAG, "One delivery, with what was sent")
                                .answering(200, "WebhookDelivery", WebhookExamples.DELIVERY)),
                Route.post(
                        ONE + "/test",
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.test(),
                        RouteDoc.of("testWebhookEndpoint", TAG, "Send a made-up event, and answer what came of it")
                                .describedAs("One attempt, also to an endpoint that is switched off.")
                                .taking("WebhookTest", WebhookExamples.TEST)
                                .answering(200, "WebhookDelivery", WebhookExamples.TESTED)
                                .orWith(202, PENDING)),
                Route.post(
                        ENTRY + "/replay",
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.replay(),
                        RouteDoc.of("replayWebhookDelivery", TAG, "Send a delivery again, under the same id")
                                .describedAs("Answers after the first attempt; if it fails, others follow. With an"
                                        + " Idempotency-Key header a request sent again sends nothing more.")
                                .answering(200, "WebhookDelivery", WebhookExamples.DELIVERY)
                                .orWith(202, PENDING)
                                .failing(409, "The delivery is still being tried.")));
    }
}
