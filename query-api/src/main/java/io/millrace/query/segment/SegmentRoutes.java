package io.millrace.query.segment;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The routes of segments. */
public final class SegmentRoutes {

    private static final String TAG = "segments";
    private static final String ALL = "/v1/segments";
    private static final String ONE = ALL + "/{id}";
    private static final RouteDoc.Parameter LIMIT = whole("limit", "Rows per page, 25 unless told, up to 100");
    private static final RouteDoc.Parameter CURSOR = text("cursor", "next_cursor of the page before");

    private SegmentRoutes() {}

    /** What answers each route. */
    public record Handlers(
            RouteHandler create, RouteHandler list, RouteHandler show, RouteHandler edit, RouteHandler delete) {}

    public static List<Route> all(Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        Guard reads = Guard.scope(Scope.SEGMENTS_READ);
        Guard writes = Guard.scope(Scope.SEGMENTS_WRITE);
        return List.of(
                Route.post(
                        ALL,
                        dialect,
                        writes,
                        handlers.create(),
                        RouteDoc.of("createSegment", TAG, "Create a segment")
                                .describedAs("Its members are right for the whole past at once; while the history is"
                                        + " still being read, status is backfilling and progress says how far it is."
                                        + " With an Idempotency-Key header a request sent again within 24 hours creates"
                                        + " no second segment.")
                                .taking("NewSegment", SegmentExamples.NEW)
                                .answering(201, "Segment", SegmentExamples.SEGMENT)
                                .failing(409, "The Idempotency-Key was used with another body.")),
                Route.get(
                        ALL,
                        dialect,
                        reads,
                        handlers.list(),
                        RouteDoc.of("listSegments", TAG, "Segments in the order in which they were created")
                                .with(LIMIT, CURSOR)
                                .answering(200, "SegmentPage", SegmentExamples.PAGE)),
                Route.get(
                        ONE,
                        dialect,
                        reads,
                        handlers.show(),
                        RouteDoc.of("readSegment", TAG, "A segment with its number of members")
                                .answering(200, "Segment", SegmentExamples.SEGMENT)),
                Route.patch(
                        ONE,
                        dialect,
                        writes,
                        handlers.edit(),
                        RouteDoc.of("editSegment", TAG, "Change what the body names; rules are replaced as a whole")
                                .describedAs("Until the new rules have been applied to the past, the old ones stay in"
                                        + " force. With the version that was read, as version in the body or If-Match,"
                                        + " the edit is refused if another one came first.")
                                .taking("SegmentEdit", SegmentExamples.EDIT)
                                .answering(200, "Segment", SegmentExamples.SEGMENT)
                                .failing(409, "The segment has another version, or is static.")),
                Route.delete(
                        ONE,
                        dialect,
                        writes,
                        handlers.delete(),
                        RouteDoc.of("deleteSegment", TAG, "Delete a segment; everyone leaves it")
                                .answering(200, "DeletedSegment", SegmentExamples.DELETED)
                                .failing(409, "The rules of other segments name it.")));
    }
}
