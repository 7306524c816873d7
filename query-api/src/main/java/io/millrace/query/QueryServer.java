package io.millrace.query;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.health.HealthCheck;
import io.millrace.query.access.KeysHandlers;
import io.millrace.query.access.WorkspacesHandlers;
import io.millrace.query.attribution.AttributionQuestions;
import io.millrace.query.attribution.AttributionStore;
import io.millrace.query.funnel.FunnelQuestions;
import io.millrace.query.funnel.FunnelStore;
import io.millrace.query.http.CallWatch;
import io.millrace.query.http.Endpoints;
import io.millrace.query.http.HttpApi;
import io.millrace.query.http.Route;
import io.millrace.query.lifecycle.LifecycleQuestions;
import io.millrace.query.lifecycle.LifecycleStore;
import io.millrace.query.list.AccountingHandler;
import io.millrace.query.list.EventsHandler;
import io.millrace.query.list.RejectedHandler;
import io.millrace.query.list.TopicEnds;
import io.millrace.query.overview.DailySeries;
import io.millrace.query.overview.SimpleFunnel;
import io.millrace.query.overview.Summary;
import io.millrace.query.path.PathsQuestions;
import io.millrace.query.path.PathsStore;
import io.millrace.query.people.PeopleHandler;
import io.millrace.query.people.PeopleRoutes;
import io.millrace.query.question.KnownSegments;
import io.millrace.query.question.QuestionHandler;
import io.millrace.query.question.QuestionParser;
import io.millrace.query.retention.RetentionQuestions;
import io.millrace.query.retention.RetentionStore;
import io.millrace.query.series.SeriesQuestions;
import io.millrace.query.series.SeriesStore;
import io.millrace.query.sql.SqlHandler;
import io.millrace.query.stickiness.StickinessQuestions;
import io.millrace.query.stickiness.StickinessStore;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.DamagedDefinitions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The HTTP server for analytics and management. Started, it listens; closed, it has answered what it took. */
public final class QueryServer implements AutoCloseable {

    private final HttpApi api;
    /** What is closed after the last call was answered, in order. */
    private final List<AutoCloseable> parts;

    private QueryServer(HttpApi api, List<AutoCloseable> parts) {
        this.api = api;
        this.parts = parts;
    }

    /**
     * Listens as the settings say.
     *
     * @param checks of what must work for an event sent now to be stored
     */
    public static QueryServer start(QuerySettings settings, QueryStores stores, List<HealthCheck> checks) {
        return start(settings, stores, checks, Clock.systemUTC());
    }

    static QueryServer start(QuerySettings settings, QueryStores stores, List<HealthCheck> checks, Clock clock) {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ClickHouseClient killer = new ClickHouseClient(stores.clickhouse());
        CallWatch watch = CallWatch.over(killer);
        ClickHouseClient client = new ClickHouseClient(stores.clickhouse(), watch);
        ClickHouseClient people = new ClickHouseClient(stores.sqlClickhouse(), watch);
        ClickHouseClient plain =
                new ClickHouseClient(stores.sqlClickhouse().inDatabase(SqlHandler.PLAIN_DATABASE), watch);
        TopicEnds topics = new TopicEnds(stores.kafka());
        DamagedDefinitions damaged = new DamagedDefinitions(stores.definitions());
        Gauge.builder("millrace_definitions_damaged", damaged, DamagedDefinitions::count)
                .description("Definitions that cannot be used and are passed over; the log names each.")
                .strongReference(true)
                .register(metrics);
        Access access = stores.access();
        Map<String, String> bounds = settings.bounds();
        FunnelStore funnels = new FunnelStore(client, bounds);
        QuestionParser questions = new QuestionParser(List.of(
                new SeriesQuestions(new SeriesStore(client, bounds)),
                new StickinessQuestions(new StickinessStore(client, bounds)),
                new LifecycleQuestions(new LifecycleStore(client, bounds)),
                new FunnelQuestions(funnels),
                new RetentionQuestions(new RetentionStore(client, bounds)),
                new AttributionQuestions(new AttributionStore(client, bounds)),
                new PathsQuestions(new PathsStore(client, bounds))));
        KnownSegments segments = new KnownSegments(stores.definitions());
        Areas areas = Areas.open(settings, stores, client, questions, segments, clock);
        WorkspacesHandlers workspaces = new WorkspacesHandlers(access);
        List<Route> areaRoutes = new ArrayList<>(areas.routes());
        areaRoutes.addAll(
                PeopleRoutes.all(new PeopleHandler(questions, segments, areas.keptContacts(), client, bounds)));
        List<Route> routes = Routes.all(
                new Routes.Handlers(
                        new QuestionHandler(questions, segments),
                        new EventsHandler(client, bounds),
                        new RejectedHandler(client, bounds),
                        new AccountingHandler(client, bounds, Optional.of(topics)),
                        new Summary(client, bounds, stores.definitions()),
                        new SqlHandler(people, plain),
                        new DailySeries(client, bounds),
                        new SimpleFunnel(funnels),
                        workspaces::list,
                        workspaces::create,
                        new KeysHandlers(access)::create,
                        Endpoints.health(checks),
                        Endpoints.metrics(metrics)),
                areaRoutes);
        HttpApi.Bounds calls = new HttpApi.Bounds(settings.limits(), settings.heavy(), watch);
        HttpApi api = HttpApi.start(settings.host(), settings.port(), routes, access, calls, metrics, clock);
        return new QueryServer(api, List.of(areas, topics, plain, people, client, killer));
    }

    public int port() {
        return api.port();
    }

    @Override
    public void close() {
        api.close();
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the query service cannot be closed", e);
            }
        }
    }
}
