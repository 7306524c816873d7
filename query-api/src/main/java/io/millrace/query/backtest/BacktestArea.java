package io.millrace.query.backtest;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.definition.Workspace;
import io.millrace.query.campaign.TriedCampaigns;
import io.millrace.query.http.Route;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Everything about backtests over HTTP, put together. */
public final class BacktestArea implements AutoCloseable {

    private final Backtests backtests;
    private final List<Route> routes;

    /**
     * @param segments all segments of a workspace as the engine judges them
     * @param client is not closed here
     * @param bounds the settings that bound each statement in time and memory
     */
    public BacktestArea(
            TriedCampaigns campaigns,
            Function<Workspace, AudienceRules> segments,
            ClickHouseClient client,
            Map<String, String> bounds,
            BacktestSettings settings,
            Clock clock) {
        this.backtests = new Backtests(client, bounds, settings, clock);
        BacktestHandlers handlers = new BacktestHandlers(backtests, campaigns, segments);
        this.routes =
                BacktestRoutes.all(new BacktestRoutes.Handlers(handlers::start, handlers::show, handlers::cancel));
    }

    public List<Route> routes() {
        return routes;
    }

    /** Ends what runs, as interrupted. */
    @Override
    public void close() {
        backtests.close();
    }
}
