package io.millrace.query.template;

import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.query.campaign.CampaignUses;
import io.millrace.query.campaign.InsightExamples;
import io.millrace.query.contact.Recipients;
import io.millrace.query.http.Dialect;
import io.millrace.query.http.Guard;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import io.millrace.query.message.Previews;
import io.millrace.query.write.CreatedOnce;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.TemplateStore;
import java.util.List;

/** The routes of templates. */
public final class TemplateRoutes {

    private static final String TAG = "templates";
    private static final String ALL = "/v1/templates";
    private static final String TENANT = "/api/v1/tenant/templates";
    private static final String ONE = "/{id}";
    private static final Guard READS = Guard.scope(Scope.TEMPLATES_READ);
    private static final Guard WRITES = Guard.scope(Scope.TEMPLATES_WRITE);
    private static final String IN_USE = "A campaign sends it.";

    private TemplateRoutes() {}

    /** What answers the routes of one API. */
    private record Handlers(
            RouteHandler create, RouteHandler list, RouteHandler show, RouteHandler edit, RouteHandler delete) {}

    /** @param recipients for whom templates are previewed */
    public static List<Route> all(Definitions definitions, Recipients recipients) {
        TemplateStore store = new TemplateStore(definitions);
        TemplatesHandler templates = new TemplatesHandler(
                store,
                new CampaignUses(definitions),
                new CreatedOnce(definitions, "POST /v1/templates", Ids::template));
        return routes(
                new Handlers(templates::create, templates::list, templates::show, templates::edit, templates::delete),
                new Handlers(
                        templates::createForTenant,
                        templates::listForTenant,
                        templates::showForTenant,
                        templates::editForTenant,
                        templates::deleteForTenant),
                new TemplatePreviewHandler(store, recipients, new Previews(store)));
    }

    /** All of them, answered alike. */
    public static List<Route> answeredBy(RouteHandler handler) {
        Handlers alike = new Handlers(handler, handler, handler, handler, handler);
        return routes(alike, alike, handler);
    }

    private static List<Route> routes(Handlers own, Handlers tenant, RouteHandler preview) {
        return List.of(
                Route.post(
                        ALL + ONE + "/preview",
                        Dialect.GROWTHOS,
                        READS,
                        preview,
                        RouteDoc.of("previewTemplate", TAG, "A template as a contact would get it; nothing is sent")
                                .taking("TemplatePreview", TemplateExamples.PREVIEW)
                                .answering(200, "MessagePreview", InsightExamples.PREVIEWED)),
                Route.post(
                        ALL,
                        Dialect.GROWTHOS,
                        WRITES,
                        own.create(),
                        RouteDoc.of("createTemplate", TAG, "Create a template; its texts are Liquid")
                                .taking("NewTemplate", TemplateExamples.NEW)
                                .answering(201, "Template", TemplateExamples.TEMPLATE)
                                .failing(409, "The Idempotency-Key was used with another body.")),
                Route.get(
                        ALL,
                        Dialect.GROWTHOS,
                        READS,
                        own.list(),
                        RouteDoc.of("listTemplates", TAG, "Templates in the order in which they were created")
                                .with(
                                        whole("limit", "Rows per page, 25 unless told, up to 100"),
                                        text("cursor", "next_cursor of the page before"),
                                        text("format", "json (the default) or csv"))
                                .answering(200, "TemplatePage", TemplateExamples.PAGE)
                                .alsoAs("text/csv")),
                Route.get(
                        ALL + ONE,
                        Dialect.GROWTHOS,
                        READS,
                        own.show(),
                        RouteDoc.of("readTemplate", TAG, "A template with the variables that it prints")
                                .answering(200, "Template", TemplateExamples.TEMPLATE)),
                Route.patch(
                        ALL + ONE,
                        Dialect.GROWTHOS,
                        WRITES,
                        own.edit(),
                        RouteDoc.of("editTemplate", TAG, "Change what the body names; null takes a field away")
                                .describedAs("Messages that have not been sent yet are sent with the new content.")
                                .taking("TemplateEdit", TemplateExamples.EDIT)
                                .answering(200, "Template", TemplateExamples.TEMPLATE)),
                Route.delete(
                        ALL + ONE,
                        Dialect.GROWTHOS,
                        WRITES,
                        own.delete(),
                        RouteDoc.of("deleteTemplate", TAG, "Delete a template")
                                .answering(200, "Deleted", TemplateExamples.DELETED)
                                .failing(409, IN_USE)),
                Route.post(
                        TENANT,
                        Dialect.TENANT,
                        WRITES,
                        tenant.create(),
                        RouteDoc.of("createTenantTemplate", TAG, "Create a template; its texts are Liquid")
                                .taking("NewTenantTemplate", TemplateExamples.NEW_TENANT)
                                .answering(201, "TenantTemplateAnswer", TemplateExamples.TENANT_TEMPLATE)),
                Route.get(
                        TENANT,
                        Dialect.TENANT,
                        READS,
                        tenant.list(),
                        RouteDoc.of("listTenantTemplates", TAG, "Templates in the order in which they were created")
                                .with(
                                        new RouteDoc.Parameter("workspace", "string", true, "The workspace's slug"),
                                        whole("limit", "Rows per page, 20 unless told, up to 100"),
                                        whole("offset", "Rows to pass over"))
                                .answering(200, "TenantTemplatePage", TemplateExamples.TENANT_PAGE)),
                Route.get(
                        TENANT + ONE,
                        Dialect.TENANT,
                        READS,
                        tenant.show(),
                        RouteDoc.of("readTenantTemplate", TAG, "A template with the variables that it prints")
                                .answering(200, "TenantTemplateAnswer", TemplateExamples.TENANT_TEMPLATE)),
                Route.patch(
                        TENANT + ONE,
                        Dialect.TENANT,
                        WRITES,
                        tenant.edit(),
                        RouteDoc.of("editTenantTemplate", TAG, "Change what the body names; null takes a field away")
                                .taking("TenantTemplateEdit", TemplateExamples.EDIT)
                                .answering(200, "TenantTemplateAnswer", TemplateExamples.TENANT_TEMPLATE)),
                Route.delete(
                        TENANT + ONE,
                        Dialect.TENANT,
                        WRITES,
                        tenant.delete(),
                        RouteDoc.of("deleteTenantTemplate", TAG, "Delete a template")
                                .answering(200, "TenantDeleted", TemplateExamples.TENANT_DELETED)
                                .failing(409, IN_USE)));
    }
}
