package io.millrace.query;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.query.access.AccessRoutes;
import io.millrace.query.access.KeysHandlers;
import io.millrace.query.access.SettingsHandlers;
import io.millrace.query.backtest.BacktestArea;
import io.millrace.query.campaign.AbTestResults;
import io.millrace.query.campaign.CampaignArea;
import io.millrace.query.campaign.TriedCampaigns;
import io.millrace.query.contact.ContactArea;
import io.millrace.query.contact.Recipients;
import io.millrace.query.count.CountRoutes;
import io.millrace.query.count.EventCountsHandler;
import io.millrace.query.http.Route;
import io.millrace.query.live.LiveRoutes;
import io.millrace.query.live.LiveStreams;
import io.millrace.query.message.MessageArea;
import io.millrace.query.overview.CampaignReport;
import io.millrace.query.overview.Dashboard;
import io.millrace.query.overview.OverviewRoutes;
import io.millrace.query.overview.SignupCohorts;
import io.millrace.query.overview.UtmSources;
import io.millrace.query.question.KnownSegments;
import io.millrace.query.question.QuestionParser;
import io.millrace.query.saved.SavedRoutes;
import io.millrace.query.segment.KeptContacts;
import io.millrace.query.segment.SegmentArea;
import io.millrace.query.simulate.SimulateCampaignHandler;
import io.millrace.query.simulate.SimulateHandler;
import io.millrace.query.simulate.SimulateRoutes;
import io.millrace.query.simulate.Turns;
import io.millrace.query.template.TemplateRoutes;
import io.millrace.query.webhook.WebhookArea;
import io.millrace.query.write.ContactWrites;
import io.millrace.streams.definition.SettingsStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The areas that have a table of routes of their own, and what they share. */
final class Areas implements AutoCloseable {

    private final ContactWrites writes;
    private final SegmentArea segments;
    private final CampaignArea campaigns;
    private final BacktestArea backtests;
    private final MessageArea messages;
    private final LiveStreams live;
    private final WebhookArea webhooks;
    private final List<Route> routes;

    private Areas(
            ContactWrites writes,
            SegmentArea segments,
            CampaignArea campaigns,
            BacktestArea backtests,
            MessageArea messages,
            LiveStreams live,
            WebhookArea webhooks,
            List<Route> routes) {
        this.writes = writes;
        this.segments = segments;
        this.campaigns = campaigns;
        this.backtests = backtests;
        this.messages = messages;
        this.live = live;
        this.webhooks = webhooks;
        this.routes = List.copyOf(routes);
    }

    /** @param client is not closed here */
    static Areas open(
            QuerySettings settings,
            QueryStores stores,
            ClickHouseClient client,
            QuestionParser questions,
            KnownSegments known,
            Clock clock) {
        Map<String, String> bounds = settings.bounds();
        ContactWrites writes = ContactWrites.open(stores.kafka(), client, bounds);
        SegmentArea segments =
                new SegmentArea(stores.definitions(), client, bounds, writes, stores.kafka(), settings.segmentWait());
        CampaignArea campaigns =
                new CampaignArea(stores.definitions(), client, bounds, writes, stores.kafka(), segments::rules, clock);
        BacktestArea backtests = new BacktestArea(
                new TriedCampaigns(stores.definitions()), segments::rules, client, bounds, settings.backtest(), clock);
        List<Route> routes = new ArrayList<>();
        routes.addAll(access(stores));
        routes.addAll(new ContactArea(stores.definitions(), client, bounds, writes, clock).routes());
        routes.addAll(segments.routes());
        routes.addAll(campaigns.routes());
        routes.addAll(backtests.routes());
        routes.addAll(TemplateRoutes.all(stores.definitions(), new Recipients(client, bounds)));
        MessageArea messages = new MessageArea(stores.definitions(), client, bounds, stores.kafka());
        routes.addAll(messages.routes());
        Turns turns = new Turns(settings.simulate());
        routes.addAll(SimulateRoutes.all(
                new SimulateHandler(settings.simulate(), turns),
                new SimulateCampaignHandler(settings.simulate(), turns),
                settings.simulate().bodyBytes()));
        routes.addAll(SavedRoutes.all(stores.definitions(), questions, known));
        routes.addAll(OverviewRoutes.all(new OverviewRoutes.Handlers(
                new Dashboard(client, bounds, stores.definitions()),
                new CampaignReport(
                        client, bounds, stores.definitions(), new AbTestResults(stores.definitions(), client, bounds)),
                new UtmSources(client, bounds),
                new SignupCohorts(client, bounds))));
        routes.addAll(CountRoutes.all(new EventCountsHandler(client, bounds, settings.allowedLateness())));
        LiveStreams live = new LiveStreams(stores.kafka(), client, bounds);
        routes.addAll(LiveRoutes.all(live));
        WebhookArea webhooks =
                new WebhookArea(stores.definitions(), client, bounds, stores.kafka(), settings.privateWebhooks());
        routes.addAll(webhooks.routes());
        return new Areas(writes, segments, campaigns, backtests, messages, live, webhooks, routes);
    }

    private static List<Route> access(QueryStores stores) {
        KeysHandlers keys = new KeysHandlers(stores.access());
        SettingsHandlers settings = new SettingsHandlers(stores.access(), new SettingsStore(stores.definitions()));
        return AccessRoutes.all(
                new AccessRoutes.Handlers(settings::get, settings::patch, keys::list, keys::create, keys::revoke));
    }

    KeptContacts keptContacts() {
        return segments.keptContacts();
    }

    List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        webhooks.close();
        live.close();
        backtests.close();
        segments.close();
        messages.close();
        campaigns.close();
        writes.close();
    }
}
