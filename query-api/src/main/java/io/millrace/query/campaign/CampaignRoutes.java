package io.millrace.query.campaign;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.ArrayList;
import java.util.List;

/** The routes of campaigns in three APIs. */
public final class CampaignRoutes {

    static final String TAG = "campaigns";
    static final Guard READS = Guard.scope(Scope.CAMPAIGNS_READ);
    static final Guard WRITES = Guard.scope(Scope.CAMPAIGNS_WRITE);

    private static final String ALL = "/v1/campaigns";
    private static final String ONE = ALL + "/{id}";
    private static final String NOT_FROM_HERE = "The campaign was never launched, or is completed.";

    private CampaignRoutes() {}

    /** What answers each route of GrowthOS. */
    record Growthos(
            RouteHandler schema,
            RouteHandler create,
            RouteHandler list,
            RouteHandler show,
            RouteHandler edit,
            RouteHandler delete,
            RouteHandler activate,
            RouteHandler pause,
            RouteHandler resume,
            RouteHandler complete,
            RouteHandler test,
            RouteHandler stats,
            RouteHandler enroll) {}

    static List<Route> all(
            Growthos growthos,
            InsightRoutes.Handlers insights,
            OtherCampaignRoutes.Campaignos campaignos,
            OtherCampaignRoutes.Tenant tenant) {
        List<Route> routes = new ArrayList<>(definitions(growthos));
        routes.addAll(moves(growthos));
        routes.addAll(InsightRoutes.all(insights));
        routes.addAll(OtherCampaignRoutes.campaignos(campaignos));
        routes.addAll(OtherCampaignRoutes.tenant(tenant));
        return List.copyOf(routes);
    }

    /** All of them, answered alike. */
    public static List<Route> answeredBy(RouteHandler handler) {
        return all(
                new Growthos(
                        handler, handler, handler, handler, handler, handler, handler, handler, handler, handler,
                        handler, handler, handler),
                new InsightRoutes.Handlers(handler, handler, handler),
                new OtherCampaignRoutes.Campaignos(handler, handler, handler, handler, handler, handler, handler),
                new OtherCampaignRoutes.Tenant(handler, handler, handler, handler, handler));
    }

    private static List<Route> definitions(Growthos handlers) {
        return List.of(
                Route.get(
                        ALL + "/schema",
                        Dialect.GROWTHOS,
                        READS,
                        handlers.schema(),
                        RouteDoc.of("readCampaignSchema", TAG, "Graph and settings as a JSON schema, draft 2020-12")
                                .answering(200, "RuleSchema", "{}")),
                Route.post(
                        ALL,
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.create(),
                        RouteDoc.of("createCampaign", TAG, "Create a campaign; it is a draft until it is activated")
                                .describedAs("A lifecycle has a trigger and steps, a broadcast a segment and a message;"
                                        + " with nodes and edges instead, any graph. With an Idempotency-Key header a"
                                        + " request sent again within 24 hours creates no second campaign.")
                                .taking("NewCampaign", CampaignExamples.NEW)
                                .answering(201, "Campaign", CampaignExamples.CAMPAIGN)
                                .failing(409, "The Idempotency-Key was used with another body.")),
                Route.get(
                        ALL,
                        Dialect.GROWTHOS,
                        READS,
                        handlers.list(),
                        RouteDoc.of("listCampaigns", TAG, "Campaigns in the order in which they were created")
                                .with(
                                        text("type", "lifecycle or broadcast"),
                                        text("status", "draft, active, paused or completed"),
                                        whole("limit", "Rows per page, 25 unless told, up to 100"),
                                        text("cursor", "next_cursor of the page before"),
                                        text("format", "json (the default) or csv"))
                                .answering(200, "CampaignPage", CampaignExamples.PAGE)
                                .alsoAs("text/csv")),
                Route.get(
                        ONE,
                        Dialect.GROWTHOS,
                        READS,
                        handlers.show(),
                        RouteDoc.of("readCampaign", TAG, "A campaign, as steps where it is such and as its graph")
                                .answering(200, "Campaign", CampaignExamples.CAMPAIGN)),
                Route.patch(
                        ONE,
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.edit(),
                        RouteDoc.of("editCampaign", TAG, "Change what the body names; steps are replaced as a whole")
                                .describedAs("Contacts who are in it keep the version they entered with. With the"
                                        + " version that was read, as version in the body or If-Match, the edit is"
                                        + " refused if another change came first.")
                                .taking("CampaignEdit", CampaignExamples.EDIT)
                                .answering(200, "Campaign", CampaignExamples.CAMPAIGN)
                                .failing(409, "The campaign has another version, or is completed.")),
                Route.delete(
                        ONE,
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.delete(),
                        RouteDoc.of("deleteCampaign", TAG, "Delete a campaign for good; whoever is in it leaves")
                                .answering(200, "Deleted", CampaignExamples.DELETED)),
                Route.get(
                        ONE + "/stats",
                        Dialect.GROWTHOS,
                        READS,
                        handlers.stats(),
                        RouteDoc.of("readCampaignStats", TAG, "What became of a campaign's messages")
                                .describedAs("A message counts once in each number. Opens, clicks and unsubscriptions"
                                        + " are divided by delivered, bounces by sent; 0 where the divisor is 0.")
                                .answering(200, "CampaignStats", CampaignExamples.STATS)));
    }

    private static List<Route> moves(Growthos handlers) {
        return List.of(
                move(
                        "activate",
                        handlers.activate(),
                        RouteDoc.of("activateCampaign", TAG, "Launch a draft, or go on with what is paused")
                                .describedAs("With enroll_existing, members of the trigger's segment enter. The body"
                                        + " may be left out.")
                                .failing(400, "Something is missing, or is named that is not there.")),
                move("pause", handlers.pause(), RouteDoc.of("pauseCampaign", TAG, "Pause; everyone keeps their place")),
                move(
                        "resume",
                        handlers.resume(),
                        RouteDoc.of("resumeCampaign", TAG, "Go on; what came due meanwhile is done")),
                move(
                        "complete",
                        handlers.complete(),
                        RouteDoc.of("completeCampaign", TAG, "End for good; whoever is in it leaves")),
                Route.post(
                        ONE + "/enroll",
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.enroll(),
                        RouteDoc.of("enrollInCampaign", TAG, "Enroll up to 500 contacts by hand")
                                .taking("Enroll", CampaignExamples.ENROLL)
                                .answering(200, "Enrolled", CampaignExamples.ENROLLED)
                                .orWith(202, "Written, but not all outcomes are known within five seconds.")
                                .failing(409, "The campaign is a draft or completed.")),
                Route.post(
                        ONE + "/test",
                        Dialect.GROWTHOS,
                        WRITES,
                        handlers.test(),
                        RouteDoc.of("testCampaign", TAG, "Send one of the campaign's emails to an address")
                                .describedAs("It counts nowhere. It is rendered for the contact that has the address.")
                                .taking("TestSend", CampaignExamples.TEST)
                                .answering(202, "TestQueued", CampaignExamples.TESTED)));
    }

    private static Route move(String verb, RouteHandler handler, RouteDoc doc) {
        return Route.post(
                ONE + "/" + verb,
                Dialect.GROWTHOS,
                WRITES,
                handler,
                doc.answering(200, "Campaign", CampaignExamples.CAMPAIGN).failing(409, NOT_FROM_HERE));
    }
}
