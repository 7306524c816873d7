package io.millrace.query.segment;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.http.Route;
import io.millrace.streams.definition.Definitions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything about segments over HTTP, put together. */
public final class SegmentArea implements AutoCloseable {

    private final List<Route> routes;

    /**
     * @param client is not closed here
     * @param bounds the settings that bound each statement in time and memory
     * @param settling how long a write waits for its segment to be judged
     */
    public SegmentArea(
            Definitions definitions, ClickHouseClient client, Map<String, String> bounds, Duration settling) {
        Segments segments = new Segments(definitions);
        SegmentsHandler handler = new SegmentsHandler(
                segments,
                new SegmentEditor(segments),
                new SegmentParser(new RulesReader()),
                new CreatedOnce(definitions),
                new Settling(segments, settling),
                new ContactCounts(new MemberCounts(client, bounds)));
        this.routes = SegmentRoutes.all(new SegmentRoutes.Handlers(
                handler::create, handler::list, handler::show, handler::edit, handler::delete));
    }

    public List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {}
}
