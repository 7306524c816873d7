package io.millrace.query.campaign;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.audience.AudienceRules;
import io.millrace.core.campaign.CampaignSchema;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Workspace;
import io.millrace.query.contact.ContactRoots;
import io.millrace.query.contact.Recipients;
import io.millrace.query.explain.CampaignExplanations;
import io.millrace.query.explain.TriggerEvents;
import io.millrace.query.http.Reply;
import io.millrace.query.http.Route;
import io.millrace.query.message.Previews;
import io.millrace.query.overview.Enrollments;
import io.millrace.query.request.Json;
import io.millrace.query.write.ContactWrites;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.SendWriter;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.TemplateStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Everything about campaigns over HTTP, put together. */
public final class CampaignArea implements AutoCloseable {

    private final SendWriter sends;
    private final CampaignStarter starter;
    private final List<Route> routes;

    /**
     * @param client is not closed here
     * @param bounds the settings that bound each statement in time and memory
     * @param writes is not closed here
     * @param kafka the bootstrap address
     * @param rules all segments of a workspace as the engine judges them
     */
    public CampaignArea(
            Definitions definitions,
            ClickHouseClient client,
            Map<String, String> bounds,
            ContactWrites writes,
            String kafka,
            Function<Workspace, AudienceRules> rules,
            Clock clock) {
        CampaignStore store = new CampaignStore(definitions);
        Campaigns campaigns = new Campaigns(store, new KnownNames(definitions));
        CampaignNumbers numbers = new CampaignNumbers(client, bounds);
        Enroller enroller = new Enroller(new ContactRoots(client, bounds), writes);
        EnrollHandlers enrolls = new EnrollHandlers(campaigns, enroller);
        this.sends = new SendWriter(kafka);

        GrowthosCampaigns growthos =
                new GrowthosCampaigns(campaigns, createdOnce(definitions, "POST /v1/campaigns"), numbers);
        CampaignosCampaigns campaignos = new CampaignosCampaigns(
                campaigns,
                createdOnce(definitions, "POST campaigns of CampaignOS"),
                numbers,
                new Enrollments(client, bounds));
        TenantCampaigns tenant =
                new TenantCampaigns(campaigns, createdOnce(definitions, "POST campaigns of Tenant"), numbers);
        Reply schema = new Reply(200, "application/schema+json", Json.bytes(CampaignSchema.read()));
        this.routes = CampaignRoutes.all(
                new CampaignRoutes.Growthos(
                        call -> schema,
                        growthos::create,
                        growthos::list,
                        growthos::show,
                        growthos::edit,
                        growthos::delete,
                        growthos::activate,
                        growthos::pause,
                        growthos::resume,
                        growthos::complete,
                        new TestSendHandler(campaigns, new Recipients(client, bounds), sends),
                        growthos::stats,
                        enrolls::growthos),
                new InsightRoutes.Handlers(
                        new ExplainHandler(campaigns, store, new CampaignExplanations(client, bounds), rules),
                        new NodesHandler(campaigns, new NodeNumbers(client, bounds)),
                        new PreviewHandler(
                                campaigns,
                                new Recipients(client, bounds),
                                new TriggerEvents(client, bounds),
                                new Previews(new TemplateStore(definitions)))),
                new OtherCampaignRoutes.Campaignos(
                        campaignos::list,
                        campaignos::create,
                        campaignos::show,
                        campaignos::edit,
                        campaignos::delete,
                        new ExecuteHandler(campaigns, enroller, definitions),
                        enrolls::campaignos),
                new OtherCampaignRoutes.Tenant(tenant::list, tenant::create, tenant::show, tenant::edit, tenant::send));
        this.starter = CampaignStarter.start(store, campaigns, clock);
    }

    private static CreatedOnce createdOnce(Definitions definitions, String operation) {
        return new CreatedOnce(definitions, operation, Ids::campaign);
    }

    public List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        starter.close();
        sends.close();
    }
}
