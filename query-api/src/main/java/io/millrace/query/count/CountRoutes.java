package io.millrace.query.count;

import static io.millrace.query.http.RouteDoc.Parameter.text;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The route of windowed counts. */
public final class CountRoutes {

    private static final String EXAMPLE =
            """
            {"window":"hour","timezone":"UTC","from":"2026-03-01T08:00:00","to":"2026-03-01T08:59:59",
             "allowed_lateness_seconds":300,"data":[{"date":"2026-03-01T08:00:00+00:00",
              "window_start":"2026-03-01T08:00:00.000Z","window_end":"2026-03-01T09:00:00.000Z","count":45,"on_time":44,
              "late":1,"closed":true}],"total":45}
            """;

    private CountRoutes() {}

    public static List<Route> all(RouteHandler counts) {
        return List.of(Route.get(
                "/v1/analytics/event-counts",
                Dialect.GROWTHOS,
                Guard.scope(Scope.ANALYTICS_READ),
                counts,
                RouteDoc.of("countEvents", "analytics", "How many events each window of time has, as counted live")
                        .describedAs("Windows are of the time at which events happened, made of whole minutes. late are"
                                + " those that arrived when their minute was over by more than the lateness allowed; in"
                                + " a closed window every event that still comes would be. At every committed"
                                + " checkpoint the counts are those of the stored events.")
                        .with(
                                text("event", "A name, a prefix like video_*, or * (the default)"),
                                text("window", "minute, hour (the default) or day, in the workspace's time zone"),
                                text("from", "A date, a local time or an instant; the last hour, day or 30 days"),
                                text("to", "As from; a date includes its whole day"),
                                text("group_by", "event: a row for each event's name in each window that has any"),
                                text("format", "json (the default) or csv"))
                        .answering(200, "EventCounts", EXAMPLE)
                        .alsoAs("text/csv")));
    }
}
