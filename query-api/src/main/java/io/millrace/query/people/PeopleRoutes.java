package io.millrace.query.people;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The route to the people behind a number. */
public final class PeopleRoutes {

    private static final String ASKED =
            """
            {"query":{"type":"event_count","event":"signup","from":"2026-03-01","to":"2026-03-02","group_by":"utm.source"},
             "cell":{"date":"2026-03-01","group":["newsletter"]},"limit":2}
            """;
    private static final String ANSWERED =
            """
            {"data":[{"id":"cntct_aaaaaaaaaaaaaaaa","external_id":"u-1","email":"ann@example.com"},
                     {"id":"cntct_baaaaaaaaaaaaaaa","external_id":null,"email":null}],
             "total":3,"has_more":true,"next_cursor":"cntct_baaaaaaaaaaaaaaa"}
            """;

    private PeopleRoutes() {}

    public static List<Route> all(RouteHandler people) {
        return List.of(Route.post(
                "/v1/analytics/people",
                Dialect.GROWTHOS,
                Guard.scope(Scope.ANALYTICS_READ),
                people,
                RouteDoc.of("listPeople", "analytics", "The contacts behind a number")
                        .describedAs(
                                "The query as it was asked, and the number's place in its answer. As CSV without a"
                                        + " limit all of them are listed. With save_as_segment, which needs segments:write too,"
                                        + " they become a segment, dynamic where a rule means them, and the answer is 201 with it.")
                        .taking("PeopleQuery", ASKED)
                        .answering(200, "People", ANSWERED)
                        .failing(404, "A segment that the query names is not there.")
                        .alsoAs("text/csv")));
    }
}
