package io.millrace.query;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Docs;
import io.millrace.query.http.Guard;
import io.millrace.query.http.OpenApi;
import io.millrace.query.http.Reply;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The table of all routes: what there is, who may call it, what answers, what the OpenAPI document says. */
final class Routes {

    /** What may read all events of a workspace. */
    private static final Pattern HEAVY =
            Pattern.compile("/v1/sql|.*/estimate|.*/analytics/(query|people|overview|timeseries"
                    + "|attribution|funnel|funnels/.*|cohorts(/.*)?|campaigns/.*)");

    private static final String CSV = "text/csv";
    private static final RouteDoc.Parameter FORMAT = text("format", "json (the default) or csv");
    private static final RouteDoc.Parameter LIMIT = whole("limit", "Rows per page, 25 unless told, up to 100");
    private static final RouteDoc.Parameter CURSOR = text("cursor", "next_cursor of the page before");
    private static final RouteDoc.Parameter DAYS = whole("days", "Local days that end today, 30 unless told");

    private Routes() {}

    /** What answers each route. */
    record Handlers(
            RouteHandler query,
            RouteHandler events,
            RouteHandler rejected,
            RouteHandler accounting,
            RouteHandler overview,
            RouteHandler sql,
            RouteHandler timeseries,
            RouteHandler funnel,
            RouteHandler listWorkspaces,
            RouteHandler createWorkspace,
            RouteHandler createKey,
            RouteHandler health,
            RouteHandler metrics) {}

    /** @param more the routes of the areas that have a table of their own */
    static List<Route> all(Handlers handlers, List<Route> more) {
        List<Route> routes = new ArrayList<>(more);
        routes.addAll(analytics(handlers));
        routes.addAll(campaignOs(handlers));
        routes.addAll(service(handlers));
        routes.replaceAll(route -> HEAVY.matcher(route.path()).matches() ? route.asHeavy() : route);
        Reply document = Reply.json(200, OpenApi.document(routes));
        routes.add(Route.get(
                "/openapi.json",
                Dialect.GROWTHOS,
                Guard.EVERYONE,
                call -> document,
                RouteDoc.of("readOpenApi", "service", "This API as an OpenAPI 3.1 document")));
        routes.addAll(Docs.routes());
        return List.copyOf(routes);
    }

    private static List<Route> analytics(Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        Guard reads = Guard.scope(Scope.ANALYTICS_READ);
        return List.of(
                Route.post(
                        "/v1/analytics/query",
                        dialect,
                        reads,
                        handlers.query(),
                        RouteDoc.of("queryAnalytics", "analytics", "Counts, unique contacts and funnels")
                                .describedAs("The type decides which other fields there are. A field that the type does"
                                        + " not know is a fault, and every fault is listed.")
                                .taking("AnalyticsQuery", Examples.QUERY)
                                .answering(200, "AnalyticsAnswer", Examples.QUERY_ANSWER)
                                .alsoAs(CSV)),
                Route.get(
                        "/v1/analytics/events",
                        dialect,
                        reads,
                        handlers.events(),
                        RouteDoc.of("listEvents", "analytics", "Every stored event, newest first")
                                .describedAs("Rows carry the event as it was stored, numbers digit for digit.")
                                .with(
                                        text("event", "A name, a prefix like video_*, or *"),
                                        text("contact_id", "cntct_…, or an external or anonymous id"),
                                        text("from", "A date, a local time or an instant; it counts"),
                                        text("to", "As from; a date includes its whole day"),
                                        LIMIT,
                                        CURSOR,
                                        FORMAT)
                                .answering(200, "EventPage", Examples.EVENTS)
                                .alsoAs(CSV)),
                Route.get(
                        "/v1/analytics/rejected",
                        dialect,
                        reads,
                        handlers.rejected(),
                        RouteDoc.of("listRejected", "analytics", "Events that could not be stored, with their reasons")
                                .with(text("import", "The id of an import"), LIMIT, CURSOR, FORMAT)
                                .answering(200, "RejectedPage", Examples.REJECTED)
                                .alsoAs(CSV)),
                Route.get(
                        "/v1/analytics/accounting",
                        dialect,
                        reads,
                        handlers.accounting(),
                        RouteDoc.of(
                                        "accountForEvents",
                                        "analytics",
                                        "Accepted = stored + duplicate + rejected, per key")
                                .with(text("import", "The id of an import"))
                                .with(text("until", "Counts as behind only what arrived before this time"))
                                .answering(200, "Accounting", Examples.ACCOUNTING)),
                Route.get(
                        "/v1/analytics/overview",
                        dialect,
                        reads,
                        handlers.overview(),
                        RouteDoc.of("readOverview", "analytics", "The workspace in a few numbers")
                                .answering(200, "Overview", Examples.OVERVIEW)),
                Route.post(
                        "/v1/sql",
                        dialect,
                        reads,
                        handlers.sql(),
                        RouteDoc.of("runSql", "analytics", "Read-only SQL over the workspace's events")
                                .describedAs("Up to 100,000 rows, 30 seconds and 500 MB of memory.")
                                .taking("SqlQuery", Examples.SQL)
                                .answering(200, "SqlAnswer", Examples.SQL_ANSWER)
                                .alsoAs(CSV, "application/vnd.apache.parquet")));
    }

    private static List<Route> campaignOs(Handlers handlers) {
        Dialect dialect = Dialect.CAMPAIGNOS;
        Guard reads = Guard.scope(Scope.ANALYTICS_READ);
        String workspace = "/api/workspaces/" + Route.WORKSPACE;
        return List.of(
                Route.get(
                        "/api/workspaces",
                        dialect,
                        Guard.ANY_KEY,
                        handlers.listWorkspaces(),
                        RouteDoc.of("listWorkspaces", "workspaces", "The workspaces that the key may see")
                                .answering(200, "Workspaces", Examples.WORKSPACES)),
                Route.post(
                        "/api/workspaces",
                        dialect,
                        Guard.ADMIN,
                        handlers.createWorkspace(),
                        RouteDoc.of("createWorkspace", "workspaces", "Create a workspace and its first keys")
                                .describedAs("The keys are shown this once.")
                                .taking("NewWorkspace", Examples.NEW_WORKSPACE)
                                .answering(201, "CreatedWorkspace", Examples.CREATED_WORKSPACE)
                                .failing(409, "The slug is taken.")),
                Route.post(
                        workspace + "/keys",
                        dialect,
                        Guard.scopeOrAdmin(Scope.SETTINGS_WRITE),
                        handlers.createKey(),
                        RouteDoc.of("createKey", "workspaces", "Create a key")
                                .describedAs("The key is shown this once and is valid at once.")
                                .taking("NewKey", Examples.NEW_KEY)
                                .answering(201, "CreatedKey", Examples.CREATED_KEY)),
                Route.get(
                        workspace + "/analytics/timeseries",
                        dialect,
                        reads,
                        handlers.timeseries(),
                        RouteDoc.of("readTimeSeries", "analytics", "Events, new contacts and messages by day")
                                .with(DAYS, FORMAT)
                                .answering(200, "DailySeries", Examples.DAILY_SERIES)
                                .alsoAs(CSV)),
                Route.get(
                        workspace + "/analytics/funnel",
                        dialect,
                        reads,
                        handlers.funnel(),
                        RouteDoc.of("readFunnel", "analytics", "How many contacts did these events in this order")
                                .with(
                                        new RouteDoc.Parameter(
                                                "steps", "string", true, "Names of 2 to 20 events, parted by commas"),
                                        DAYS,
                                        FORMAT)
                                .answering(200, "SimpleFunnel", Examples.SIMPLE_FUNNEL)
                                .alsoAs(CSV)));
    }

    private static List<Route> service(Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        return List.of(
                Route.get(
                        "/health",
                        dialect,
                        Guard.EVERYONE,
                        handlers.health(),
                        RouteDoc.of("readHealth", "service", "Whether an event sent now would be stored")
                                .answering(200, "Health", Examples.HEALTH)
                                .orWith(503, "It would not; the checks say why.")),
                Route.get(
                        "/metrics",
                        dialect,
                        Guard.EVERYONE,
                        handlers.metrics(),
                        RouteDoc.of("readMetrics", "service", "Measurements for Prometheus")
                                .alsoAs("text/plain")));
    }
}
