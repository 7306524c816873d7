package io.millrace.query.live;

import static io.millrace.query.http.RouteDoc.Parameter.text;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.StreamHandler;
import java.util.List;

/** The route of events as they come. */
public final class LiveRoutes {

    private LiveRoutes() {}

    public static List<Route> all(StreamHandler streams) {
        return List.of(Route.stream(
                "/v1/analytics/live",
                Dialect.GROWTHOS,
                Guard.scope(Scope.ANALYTICS_READ),
                streams,
                RouteDoc.of("watchEvents", "analytics", "Events as they come, as server-sent events")
                        .describedAs("Each event once it is decided about: accepted, duplicate, or rejected with its"
                                + " reason; one that has waited for five seconds is shown as pending first. The stream"
                                + " begins with an event named open. A client that reads too slowly is told by an"
                                + " event named missed how many were left out.")
                        .with(
                                text("event", "A name, a prefix like video_*, or *"),
                                text("type", "track, identify, page, screen, group or alias"),
                                text("contact_id", "cntct_…, or an external or anonymous id; as linked now"),
                                text("user_id", "The event's own userId"),
                                text("anonymous_id", "The event's own anonymousId"),
                                text("outcome", "Of accepted, duplicate, rejected, pending; several by commas"))
                        .alsoAs("text/event-stream")
                        .failing(429, "There are too many open streams.")));
    }
}
