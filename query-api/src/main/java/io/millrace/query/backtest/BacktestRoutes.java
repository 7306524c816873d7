package io.millrace.query.backtest;

import static io.millrace.query.http.RouteDoc.Parameter.text;

import io.millrace.core.definition.Scope;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The routes of backtests. */
public final class BacktestRoutes {

    private static final String TAG = "campaigns";
    private static final String CAMPAIGN = "/v1/campaigns/{" + BacktestHandlers.CAMPAIGN + "}";
    private static final String ONE = CAMPAIGN + "/backtests/{" + BacktestHandlers.BACKTEST + "}";

    private BacktestRoutes() {}

    /** What answers each route. */
    record Handlers(RouteHandler start, RouteHandler show, RouteHandler cancel) {}

    static List<Route> all(Handlers handlers) {
        Dialect dialect = Dialect.GROWTHOS;
        Guard reads = Guard.scope(Scope.CAMPAIGNS_READ);
        return List.of(
                Route.post(
                        CAMPAIGN + "/backtest",
                        dialect,
                        reads,
                        handlers.start(),
                        RouteDoc.of("startBacktest", TAG, "Try a campaign over stored history")
                                .describedAs("As if it had been activated at from. Nothing is sent or changed. The"
                                        + " answer comes at once; ask for the backtest to see how far it is.")
                                .taking("NewBacktest", BacktestExamples.NEW)
                                .answering(202, "Backtest", BacktestExamples.STARTED)
                                .failing(409, "Another backtest of the workspace is running.")
                                .failing(429, "Too many backtests are running.")),
                Route.get(
                        ONE,
                        dialect,
                        reads,
                        handlers.show(),
                        RouteDoc.of("readBacktest", TAG, "How far a backtest is, and what came of it by day")
                                .with(text("format", "json (the default) or csv, one row a day"))
                                .answering(200, "Backtest", BacktestExamples.COMPLETED)
                                .alsoAs("text/csv")
                                .failing(409, "Days are asked for as CSV and are not there.")),
                Route.delete(
                        ONE,
                        dialect,
                        reads,
                        handlers.cancel(),
                        RouteDoc.of("cancelBacktest", TAG, "Cancel a backtest; one that is over stays as it is")
                                .answering(200, "Backtest", BacktestExamples.CANCELLED)));
    }

    /** All of them, answered alike. */
    public static List<Route> answeredBy(RouteHandler handler) {
        return all(new Handlers(handler, handler, handler));
    }
}
