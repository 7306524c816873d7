package io.millrace.query.overview;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** CampaignOS's routes for dashboards. */
public final class OverviewRoutes {

    private static final String TAG = "analytics";
    private static final String CSV = "text/csv";
    private static final String ANALYTICS = "/api/workspaces/" + Route.WORKSPACE + "/analytics";
    private static final RouteDoc.Parameter DAYS = whole("days", "Local days that end today, 30 unless told");
    private static final RouteDoc.Parameter FORMAT = text("format", "json (the default) or csv");

    private OverviewRoutes() {}

    /** What answers each route. */
    public record Handlers(
            RouteHandler overview, RouteHandler campaign, RouteHandler attribution, RouteHandler cohorts) {}

    public static List<Route> all(Handlers handlers) {
        Guard reads = Guard.scope(Scope.ANALYTICS_READ);
        return List.of(
                Route.get(
                        ANALYTICS,
                        Dialect.CAMPAIGNOS,
                        reads,
                        handlers.overview(),
                        RouteDoc.of("readDashboard", TAG, "Contacts, campaigns, messages and events of 30 days")
                                .answering(200, "Dashboard", OverviewExamples.DASHBOARD)),
                Route.get(
                        ANALYTICS + "/campaigns/{campaignId}",
                        Dialect.CAMPAIGNOS,
                        reads,
                        handlers.campaign(),
                        RouteDoc.of("readCampaignAnalytics", TAG, "What became of a campaign's messages")
                                .describedAs("Messages that began in the period, with all that became of them since."
                                        + " sent = delivered + bounced + failed + those still on their way. A message"
                                        + " counts once in every status it came to. Rates divide by delivered.")
                                .with(text("period", "Local days that end today: 7d, 30d (the default), 90d"))
                                .answering(200, "CampaignAnalytics", OverviewExamples.CAMPAIGN)),
                Route.get(
                        ANALYTICS + "/attribution",
                        Dialect.CAMPAIGNOS,
                        reads,
                        handlers.attribution(),
                        RouteDoc.of("listUtmSources", TAG, "Events by UTM source, medium and campaign")
                                .describedAs("conversions are events named by conversion, of contacts that sent an"
                                        + " event with a UTM field before, within the days asked for. Unless named,"
                                        + " they are: " + String.join(", ", UtmSources.CONVERSIONS) + ".")
                                .with(DAYS, text("conversion", "Names of events, parted by commas"), FORMAT)
                                .answering(200, "UtmSources", OverviewExamples.SOURCES)
                                .alsoAs(CSV)),
                Route.get(
                        ANALYTICS + "/cohorts",
                        Dialect.CAMPAIGNOS,
                        reads,
                        handlers.cohorts(),
                        RouteDoc.of("listSignupCohorts", TAG, "New contacts by day and how many were active later")
                                .describedAs("A cohort is a local day. week_0 is its size; week_n are those active in"
                                        + " the seven days from 7 × n days after. activeContacts is the latest week.")
                                .with(
                                        DAYS,
                                        text("metric", "events (the default), opens, clicks or event:<name>"),
                                        FORMAT)
                                .answering(200, "SignupCohorts", OverviewExamples.COHORTS)
                                .alsoAs(CSV)));
    }
}
