package io.millrace.query.segment;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.http.StreamHandler;
import java.util.ArrayList;
import java.util.List;

/** The routes of segments. */
public final class SegmentRoutes {

    private static final String TAG = "segments";
    private static final String ALL = "/v1/segments";
    private static final String ONE = ALL + "/{id}";
    private static final RouteDoc.Parameter LIMIT = whole("limit", "Rows per page, 25 unless told, up to 100");
    private static final RouteDoc.Parameter FORMAT = text("format", "json (the default) or csv");
    private static final RouteDoc.Parameter CURSOR = text("cursor", "next_cursor of the page before");

    private SegmentRoutes() {}

    /** What answers each route. */
    public record Handlers(
            RouteHandler create,
            RouteHandler list,
            RouteHandler show,
            RouteHandler edit,
            RouteHandler delete,
            RouteHandler members,
            RouteHandler addMembers,
            RouteHandler removeMembers,
            RouteHandler removeMember,
            RouteHandler estimateRules,
            RouteHandler estimateSegment,
            RouteHandler allChanges,
            RouteHandler changes,
            RouteHandler schema,
            RouteHandler explain,
            StreamHandler allChangesNow,
            StreamHandler changesNow) {}

    public static List<Route> all(Handlers handlers) {
        List<Route> routes = new ArrayList<>();
        // What has a name of its own comes before what takes any id in its place.
        routes.add(Route.get(
                ALL + "/schema",
                Dialect.GROWTHOS,
                Guard.scope(Scope.SEGMENTS_READ),
                handlers.schema(),
                RouteDoc.of("readRuleSchema", TAG, "The language of rules as a JSON schema, draft 2020-12")
                        .answering(200, "RuleSchema", "{}")));
        routes.addAll(changes(handlers));
        routes.addAll(estimates(handlers));
        routes.addAll(definitions(handlers));
        routes.add(Route.get(
                ONE + "/explain",
                Dialect.GROWTHOS,
                Guard.scope(Scope.SEGMENTS_READ),
                handlers.explain(),
                RouteDoc.of("explainMembership", TAG, "Why a contact is in a segment, or is not")
                        .describedAs(
                                "Each condition with its value, whether it holds, the events that carry it, and when"
                                        + " the answer changes next if nothing happens.")
                        .with(
                                new RouteDoc.Parameter("contact", "string", true, "An id, external id or anonymous id"),
                                text("at", "An instant, now unless told"))
                        .answering(200, "Explanation", SegmentExamples.EXPLANATION)
                        .failing(422, "The contact did too much to go through.")));
        routes.addAll(members(handlers));
        return List.copyOf(routes);
    }

    private static List<Route> definitions(Handlers handlers) {
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
                                .with(LIMIT, CURSOR, FORMAT)
                                .answering(200, "SegmentPage", SegmentExamples.PAGE)
                                .alsoAs("text/csv")),
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

    private static List<Route> members(Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        Guard reads = Guard.scope(Scope.SEGMENTS_READ);
        Guard writes = Guard.scope(Scope.SEGMENTS_WRITE);
        return List.of(
                Route.get(
                        ONE + "/contacts",
                        dialect,
                        reads,
                        handlers.members(),
                        RouteDoc.of("listMembers", TAG, "The contacts in a segment, in the order of their ids")
                                .with(
                                        text("at", "Who was in at this instant, by all that is known now"),
                                        text("known_at", "Who was in as it was known at this instant"),
                                        LIMIT,
                                        CURSOR,
                                        FORMAT)
                                .answering(200, "MemberPage", SegmentExamples.MEMBERS)
                                .alsoAs("text/csv")),
                Route.post(
                        ONE + "/contacts",
                        dialect,
                        writes,
                        handlers.addMembers(),
                        RouteDoc.of("addMembers", TAG, "Add up to 500 contacts to a static segment")
                                .taking("MemberNames", SegmentExamples.NAMES)
                                .answering(200, "MembersAdded", SegmentExamples.ADDED)
                                .orWith(202, "Written, but not in effect within five seconds.")
                                .failing(409, "The segment is dynamic.")),
                Route.delete(
                        ONE + "/contacts",
                        dialect,
                        writes,
                        handlers.removeMembers(),
                        RouteDoc.of("removeMembers", TAG, "Remove up to 500 contacts from a static segment")
                                .taking("MemberNames", SegmentExamples.NAMES)
                                .answering(200, "MembersRemoved", SegmentExamples.REMOVED)
                                .orWith(202, "Written, but not in effect within five seconds.")
                                .failing(409, "The segment is dynamic.")),
                Route.delete(
                        ONE + "/contacts/{contact}",
                        dialect,
                        writes,
                        handlers.removeMember(),
                        RouteDoc.of("removeMember", TAG, "Remove a contact from a static segment")
                                .answering(200, "MembersRemoved", SegmentExamples.REMOVED)
                                .orWith(202, "Written, but not in effect within five seconds.")
                                .failing(409, "The segment is dynamic.")));
    }

    private static List<Route> estimates(Handlers handlers) {
        Guard reads = Guard.scope(Scope.SEGMENTS_READ);
        String exact = "The count is exact as of as_of.";
        return List.of(
                Route.post(
                        ALL + "/estimate",
                        Dialect.GROWTHOS,
                        reads,
                        handlers.estimateRules(),
                        RouteDoc.of("estimateRules", TAG, "How many contacts rules hold for")
                                .describedAs(exact)
                                .taking("EstimateRequest", SegmentExamples.ESTIMATE_REQUEST)
                                .answering(200, "Estimate", SegmentExamples.ESTIMATE)
                                .failing(422, "A bound of time or memory was met.")),
                Route.post(
                        ONE + "/estimate",
                        Dialect.GROWTHOS,
                        reads,
                        handlers.estimateSegment(),
                        RouteDoc.of("estimateSegment", TAG, "How many contacts other rules would hold for")
                                .describedAs(exact + " Without rules in the body the segment's own are taken, with the"
                                        + " count of the last 30 days.")
                                .taking("EstimateRequest", SegmentExamples.ESTIMATE_REQUEST)
                                .answering(200, "Estimate", SegmentExamples.ESTIMATE)
                                .failing(422, "A bound of time or memory was met.")));
    }

    private static List<Route> changes(Handlers handlers) {
        Guard reads = Guard.scope(Scope.SEGMENTS_READ);
        String live = "With Accept: text/event-stream changes are sent as they happen; Last-Event-ID continues where a"
                + " stream was left, and early=true sends them before their checkpoint, when they may still be taken"
                + " back or come twice.";
        RouteDoc.Parameter[] parameters = {
            text("contact", "Of this contact alone: its id, external id or anonymous id"),
            text("from", "An instant; it counts"),
            text("to", "An instant; it does not count"),
            text("order", "desc (newest first, the default) or asc"),
            text("early", "true or false, for streams"),
            text("last_event_id", "As the header, for streams"),
            whole("limit", "Rows per page, 25 unless told, up to 1000"),
            CURSOR,
            FORMAT
        };
        return List.of(
                Route.get(
                                ALL + "/changes",
                                Dialect.GROWTHOS,
                                reads,
                                handlers.allChanges(),
                                RouteDoc.of("listAllChanges", TAG, "Who entered and left any segment")
                                        .describedAs(live)
                                        .with(parameters)
                                        .answering(200, "ChangePage", SegmentExamples.CHANGES)
                                        .alsoAs("text/csv", "text/event-stream")
                                        .failing(429, "There are too many open streams."))
                        .streaming(handlers.allChangesNow()),
                Route.get(
                                ONE + "/changes",
                                Dialect.GROWTHOS,
                                reads,
                                handlers.changes(),
                                RouteDoc.of("listChanges", TAG, "Who entered and left a segment")
                                        .describedAs(live)
                                        .with(parameters)
                                        .answering(200, "ChangePage", SegmentExamples.CHANGES)
                                        .alsoAs("text/csv", "text/event-stream")
                                        .failing(429, "There are too many open streams."))
                        .streaming(handlers.changesNow()));
    }
}
