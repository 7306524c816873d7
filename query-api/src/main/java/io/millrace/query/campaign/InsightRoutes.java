package io.millrace.query.campaign;

import static io.millrace.query.campaign.CampaignRoutes.READS;
import static io.millrace.query.campaign.CampaignRoutes.TAG;
import static io.millrace.query.http.RouteDoc.Parameter.text;

import io.millrace.query.http.Dialect;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The routes that tell people how it stands with a campaign. */
final class InsightRoutes {

    private static final String ONE = "/v1/campaigns/{id}";

    private InsightRoutes() {}

    /** What answers each of them. */
    record Handlers(RouteHandler explain, RouteHandler nodes, RouteHandler preview) {}

    static List<Route> all(Handlers handlers) {
        return List.of(
                Route.get(
                        ONE + "/explain",
                        Dialect.GROWTHOS,
                        READS,
                        handlers.explain(),
                        RouteDoc.of(
                                        "explainCampaign",
                                        TAG,
                                        "Where a contact stands in a campaign, or why it is not in it")
                                .with(new RouteDoc.Parameter(
                                        "contact", "string", true, "A contact's id, external id or anonymous id"))
                                .answering(200, "CampaignExplanation", InsightExamples.EXPLANATION)),
                Route.get(
                        ONE + "/nodes",
                        Dialect.GROWTHOS,
                        READS,
                        handlers.nodes(),
                        RouteDoc.of("readCampaignNodes", TAG, "How many contacts are at each node, as of now")
                                .describedAs("entered = waiting + done + exited, counted in visits over all versions.")
                                .with(text("format", "json or csv"))
                                .answering(200, "CampaignNodes", InsightExamples.NODES)
                                .alsoAs("text/csv")),
                Route.post(
                        ONE + "/preview",
                        Dialect.GROWTHOS,
                        READS,
                        handlers.preview(),
                        RouteDoc.of(
                                        "previewCampaignMessage",
                                        TAG,
                                        "One of a campaign's messages as a contact would get it")
                                .describedAs("Without an event it is written with the contact's newest one that the"
                                        + " campaign's triggers mean. Nothing is sent.")
                                .taking("CampaignPreview", InsightExamples.PREVIEW)
                                .answering(200, "MessagePreview", InsightExamples.PREVIEWED)));
    }
}
