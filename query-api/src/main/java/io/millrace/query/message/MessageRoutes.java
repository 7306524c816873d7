package io.millrace.query.message;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The routes of single messages. */
public final class MessageRoutes {

    private static final String TAG = "messages";
    private static final Guard READS = Guard.scope(Scope.CAMPAIGNS_READ);
    private static final Guard WRITES = Guard.scope(Scope.CAMPAIGNS_WRITE);
    private static final String ALL = "/v1/messages";
    private static final String CAMPAIGNOS = "/api/workspaces/" + Route.WORKSPACE + "/messages";
    private static final String UNSENT =
            "The contact has no address for the channel, or the message cannot be written for it.";

    private MessageRoutes() {}

    /** What answers each of them. */
    record Handlers(
            RouteHandler list,
            RouteHandler show,
            RouteHandler send,
            RouteHandler campaignosList,
            RouteHandler campaignosShow,
            RouteHandler campaignosSend) {}

    /** All of them, answered alike. */
    public static List<Route> answeredBy(RouteHandler handler) {
        return all(new Handlers(handler, handler, handler, handler, handler, handler));
    }

    static List<Route> all(Handlers handlers) {
        return List.of(
                Route.get(
                                ALL,
                                Dialect.GROWTHOS,
                                READS,
                                handlers.list(),
                                RouteDoc.of("listMessages", TAG, "Messages and what became of them, newest first")
                                        .with(
                                                text("campaign", "The id of a campaign"),
                                                text("contact", "A contact's id, external id or anonymous id"),
                                                text(
                                                        "status",
                                                        "pending, sent, delivered, bounced, failed, skipped or noted"),
                                                text("channel", "email, push, telegram, onsite, webhook or inbox"),
                                                whole("limit", "Rows per page, 25 unless told, up to 100"),
                                                text("cursor", "next_cursor of the page before"),
                                                text("format", "json or csv"))
                                        .answering(200, "MessagePage", MessageExamples.PAGE)
                                        .alsoAs("text/csv"))
                        .asHeavy(),
                Route.post(
                        ALL,
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.send(),
                        RouteDoc.of("sendMessage", TAG, "Send one message to one contact")
                                .describedAs("Under one Idempotency-Key it is sent once.")
                                .taking("NewMessage", MessageExamples.NEW)
                                .answering(202, "QueuedMessage", MessageExamples.QUEUED)
                                .failing(409, "The Idempotency-Key was used with another body.")
                                .failing(422, UNSENT)),
                Route.get(
                        ALL + "/{id}",
                        Dialect.GROWTHOS,
                        READS,
                        handlers.show(),
                        RouteDoc.of("readMessage", TAG, "A message with everything that happened to it")
                                .answering(200, "MessageTimeline", MessageExamples.TIMELINE)),
                Route.get(
                                CAMPAIGNOS,
                                Dialect.CAMPAIGNOS,
                                READS,
                                handlers.campaignosList(),
                                RouteDoc.of("listCampaignOSMessages", TAG, "Messages, newest first")
                                        .with(
                                                whole("page", "From 1 on"),
                                                whole("limit", "Rows per page, 50 unless told, up to 100"),
                                                text("channel", "EMAIL, PUSH, TELEGRAM, ONSITE or WEBHOOK"),
                                                text(
                                                        "status",
                                                        "QUEUED, SENDING, SENT, DELIVERED, OPENED, CLICKED, BOUNCED,"
                                                                + " FAILED or UNSUBSCRIBED"),
                                                text("contactId", "A contact's id"),
                                                text("campaignId", "A campaign's id"))
                                        .answering(200, "CampaignOSMessages", MessageExamples.CAMPAIGNOS_PAGE))
                        .asHeavy(),
                Route.post(
                        CAMPAIGNOS,
                        Dialect.CAMPAIGNOS,
                        WRITES,
                        handlers.campaignosSend(),
                        RouteDoc.of("sendCampaignOSMessage", TAG, "Send one message to one contact")
                                .taking("NewCampaignOSMessage", MessageExamples.NEW_CAMPAIGNOS)
                                .answering(200, "CampaignOSQueued", MessageExamples.QUEUED_CAMPAIGNOS)
                                .failing(409, "The Idempotency-Key was used with another body.")
                                .failing(422, UNSENT)),
                Route.get(
                        CAMPAIGNOS + "/{" + CampaignosMessages.ID + "}",
                        Dialect.CAMPAIGNOS,
                        READS,
                        handlers.campaignosShow(),
                        RouteDoc.of("readCampaignOSMessage", TAG, "A message with its contact, template and campaign")
                                .answering(200, "CampaignOSMessageAnswer", MessageExamples.CAMPAIGNOS)));
    }
}
