package io.millrace.query.saved;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.question.KnownSegments;
import io.millrace.query.question.QuestionParser;
import io.millrace.streams.definition.Definitions;
import java.util.ArrayList;
import java.util.List;

/** The routes of saved funnels, cohorts and other queries. */
public final class SavedRoutes {

    private static final String TAG = "analytics";
    private static final String CSV = "text/csv";
    private static final RouteDoc.Parameter FORMAT = text("format", "json (the default) or csv");

    private SavedRoutes() {}

    /** What answers the routes of one shelf. */
    private record Handlers(
            RouteHandler create, RouteHandler list, RouteHandler ask, RouteHandler edit, RouteHandler delete) {}

    public static List<Route> all(Definitions definitions, QuestionParser questions, KnownSegments segments) {
        List<Route> routes = new ArrayList<>();
        for (Shelf shelf : Shelf.all()) {
            SavedHandler handler = new SavedHandler(definitions, questions, segments, shelf);
            routes.addAll(of(
                    shelf, new Handlers(handler::create, handler::list, handler::ask, handler::edit, handler::delete)));
        }
        return routes;
    }

    /** All of them, with one handler, for who goes through the table. */
    public static List<Route> answeredBy(RouteHandler handler) {
        Handlers handlers = new Handlers(handler, handler, handler, handler, handler);
        return Shelf.all().stream()
                .flatMap(shelf -> of(shelf, handlers).stream())
                .toList();
    }

    private static List<Route> of(Shelf shelf, Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        Guard reads = Guard.scope(Scope.ANALYTICS_READ);
        Guard writes = Guard.scope(Scope.SETTINGS_WRITE);
        String one = shelf.path() + "/{id}";
        String what = shelf.what();
        String words = shelf.words();
        return List.of(
                Route.post(
                        shelf.path(),
                        dialect,
                        writes,
                        handlers.create(),
                        RouteDoc.of("create" + what, TAG, "Save a " + words)
                                .describedAs("The query stands under query, or its fields stand beside the name; it is"
                                        + " checked as if it were asked. With an Idempotency-Key header a request sent"
                                        + " again within 24 hours saves no second one.")
                                .taking("NewSavedQuery", SavedExamples.newOf(shelf))
                                .answering(201, "SavedQuery", SavedExamples.saved(shelf))
                                .failing(409, "The Idempotency-Key was used with another body.")),
                Route.get(
                        shelf.path(),
                        dialect,
                        reads,
                        handlers.list(),
                        RouteDoc.of("list" + shelf.plural(), TAG, "Every saved " + words + ", the oldest first")
                                .with(
                                        whole("limit", "Rows per page, 25 unless told, up to 100"),
                                        text("cursor", "next_cursor of the page before"),
                                        FORMAT)
                                .answering(200, "SavedQueryPage", SavedExamples.page(shelf))
                                .alsoAs(CSV)),
                Route.get(
                        one,
                        dialect,
                        reads,
                        handlers.ask(),
                        RouteDoc.of("ask" + what, TAG, "The answer of a saved " + words)
                                .describedAs("The answer is that of the query as saved, now; parameters set its fields"
                                        + " of the same names anew for this one answer. As CSV it is the answer alone.")
                                .with(parameters(shelf))
                                .answering(200, "SavedQueryAnswer", SavedExamples.answer(shelf))
                                .alsoAs(CSV)
                                .failing(422, "A bound of time, memory or rows was met.")),
                Route.patch(
                        one,
                        dialect,
                        writes,
                        handlers.edit(),
                        RouteDoc.of("edit" + what, TAG, "Change what the body names; the query is replaced as a whole")
                                .describedAs("With the version that was read, as version in the body or If-Match, the"
                                        + " edit is refused if another one came first.")
                                .taking("SavedQueryEdit", SavedExamples.EDIT)
                                .answering(200, "SavedQuery", SavedExamples.saved(shelf))
                                .failing(409, "It has another version.")),
                Route.delete(
                        one,
                        dialect,
                        writes,
                        handlers.delete(),
                        RouteDoc.of("delete" + what, TAG, "Delete a saved " + words)
                                .answering(200, "DeletedSavedQuery", SavedExamples.deleted(shelf))));
    }

    private static RouteDoc.Parameter[] parameters(Shelf shelf) {
        List<RouteDoc.Parameter> parameters = new ArrayList<>();
        shelf.overrides().forEach(name -> parameters.add(text(name, "In place of the query's own " + name)));
        parameters.add(FORMAT);
        return parameters.toArray(new RouteDoc.Parameter[0]);
    }
}
