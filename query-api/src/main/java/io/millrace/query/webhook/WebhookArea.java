package io.millrace.query.webhook;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.definition.Ids;
import io.millrace.query.http.Route;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.WebhookStore;
import java.util.List;
import java.util.Map;

/** Everything about webhook endpoints over HTTP, put together. */
public final class WebhookArea implements AutoCloseable {

    private final WebhookRequests requests;
    private final List<Route> routes;

    /**
     * @param client is not closed here
     * @param bounds the settings that bound each statement in time and memory
     * @param kafka the bootstrap address
     * @param allowPrivate whether endpoints may be on private and loopback addresses
     */
    public WebhookArea(
            Definitions definitions,
            ClickHouseClient client,
            Map<String, String> bounds,
            String kafka,
            boolean allowPrivate) {
        this.requests = new WebhookRequests(kafka);
        EndpointParser parser = new EndpointParser(allowPrivate);
        EndpointsHandler endpoints = new EndpointsHandler(
                new WebhookStore(definitions),
                parser,
                new CreatedOnce(definitions, "POST " + WebhookRoutes.ALL, Ids::webhookEndpoint));
        LogsHandler logs = new LogsHandler(endpoints, parser, new WebhookLog(client, bounds), requests);
        this.routes = WebhookRoutes.all(new WebhookRoutes.Handlers(
                endpoints::create,
                endpoints::list,
                endpoints::show,
                endpoints::edit,
                endpoints::delete,
                logs::list,
                logs::show,
                logs::test,
                logs::replay));
    }

    public List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        requests.close();
    }
}
