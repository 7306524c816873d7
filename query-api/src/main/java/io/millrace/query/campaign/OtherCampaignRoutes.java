package io.millrace.query.campaign;

import static io.millrace.query.campaign.CampaignRoutes.READS;
import static io.millrace.query.campaign.CampaignRoutes.TAG;
import static io.millrace.query.campaign.CampaignRoutes.WRITES;
import static io.millrace.query.http.RouteDoc.Parameter.text;
import static io.millrace.query.http.RouteDoc.Parameter.whole;

import io.millrace.query.http.Dialect;
import io.millrace.query.http.Route;
import io.millrace.query.http.RouteDoc;
import io.millrace.query.http.RouteHandler;
import java.util.List;

/** The routes of campaigns as CampaignOS and the Tenant API have them. */
final class OtherCampaignRoutes {

    private static final String CAMPAIGNOS = "/api/workspaces/" + Route.WORKSPACE + "/campaigns";
    private static final String ONE = CAMPAIGNOS + "/{" + CampaignosCampaigns.ID + "}";
    private static final String TENANT = "/api/v1/tenant/campaigns";

    private OtherCampaignRoutes() {}

    /** What answers each route of CampaignOS. */
    record Campaignos(
            RouteHandler list,
            RouteHandler create,
            RouteHandler show,
            RouteHandler edit,
            RouteHandler delete,
            RouteHandler execute,
            RouteHandler enroll) {}

    /** What answers each route of the Tenant API. */
    record Tenant(RouteHandler list, RouteHandler create, RouteHandler show, RouteHandler edit, RouteHandler send) {}

    static List<Route> campaignos(Campaignos handlers) {
        Dialect dialect = Dialect.CAMPAIGNOS;
        return List.of(
                Route.get(
                        CAMPAIGNOS,
                        dialect,
                        READS,
                        handlers.list(),
                        RouteDoc.of("listCampaignOSCampaigns", TAG, "All campaigns with what they entered and sent")
                                .answering(200, "CampaignOSCampaigns", CampaignExamples.CAMPAIGNOS_LIST)),
                Route.post(
                        CAMPAIGNOS,
                        dialect,
                        WRITES,
                        handlers.create(),
                        RouteDoc.of("createCampaignOSCampaign", TAG, "Create a campaign; it is a draft")
                                .taking("NewCampaignOSCampaign", CampaignExamples.NEW_CAMPAIGNOS)
                                .answering(201, "CampaignOSCampaign", CampaignExamples.CAMPAIGNOS)
                                .failing(409, "The Idempotency-Key was used with another body.")),
                Route.get(
                        ONE,
                        dialect,
                        READS,
                        handlers.show(),
                        RouteDoc.of(
                                        "readCampaignOSCampaign",
                                        TAG,
                                        "A campaign with its triggers, actions and A/B tests")
                                .answering(200, "CampaignOSCampaign", CampaignExamples.CAMPAIGNOS)),
                Route.patch(
                        ONE,
                        dialect,
                        WRITES,
                        handlers.edit(),
                        RouteDoc.of("editCampaignOSCampaign", TAG, "Change what the body names, the status too")
                                .describedAs("status ACTIVE launches or goes on, PAUSED and COMPLETED as they say.")
                                .taking("CampaignOSCampaignEdit", CampaignExamples.EDIT_CAMPAIGNOS)
                                .answering(200, "CampaignOSCampaign", CampaignExamples.CAMPAIGNOS)
                                .failing(409, "The campaign has another version, or cannot come to that status.")),
                Route.delete(
                        ONE,
                        dialect,
                        WRITES,
                        handlers.delete(),
                        RouteDoc.of("deleteCampaignOSCampaign", TAG, "Delete a campaign for good")
                                .answering(200, "Deleted", CampaignExamples.DELETED)),
                Route.post(
                        ONE + "/execute",
                        dialect,
                        WRITES,
                        handlers.execute(),
                        RouteDoc.of("executeCampaignOSCampaign", TAG, "Enroll a contact, or do what a trigger would do")
                                .describedAs("A trigger on a segment or a schedule enrolls the segment's members one"
                                        + " after another; that is answered with 202.")
                                .taking("Execute", CampaignExamples.EXECUTE)
                                .answering(200, "CampaignOSEnrolled", CampaignExamples.ENROLLED_CAMPAIGNOS)
                                .orWith(202, "It has begun, or the outcome is not known within five seconds.")
                                .failing(409, "The campaign is not active, or has no such trigger.")),
                Route.post(
                        ONE + "/enroll",
                        dialect,
                        WRITES,
                        handlers.enroll(),
                        RouteDoc.of("enrollInCampaignOSCampaign", TAG, "Enroll up to 500 contacts by hand")
                                .taking("CampaignOSEnroll", CampaignExamples.ENROLL_CAMPAIGNOS)
                                .answering(200, "CampaignOSEnrolled", CampaignExamples.ENROLLED_CAMPAIGNOS)
                                .orWith(202, "Written, but not all outcomes are known within five seconds.")
                                .failing(409, "The campaign is a draft or completed.")));
    }

    static List<Route> tenant(Tenant handlers) {
        Dialect dialect = Dialect.TENANT;
        return List.of(
                Route.get(
                        TENANT,
                        dialect,
                        READS,
                        handlers.list(),
                        RouteDoc.of("listTenantCampaigns", TAG, "Campaigns with what became of their messages")
                                .with(
                                        new RouteDoc.Parameter("workspace", "string", true, "The workspace's slug"),
                                        text("status", "draft, active, paused or completed"),
                                        whole("limit", "Rows per page, 20 unless told, up to 100"),
                                        whole("offset", "Rows to pass over"))
                                .answering(200, "TenantCampaignPage", CampaignExamples.TENANT_PAGE)),
                Route.post(
                        TENANT,
                        dialect,
                        WRITES,
                        handlers.create(),
                        RouteDoc.of("createTenantCampaign", TAG, "Create a campaign; it is a draft")
                                .taking("NewTenantCampaign", CampaignExamples.NEW_TENANT)
                                .answering(201, "TenantCampaignBrief", CampaignExamples.CREATED_TENANT)
                                .failing(409, "The Idempotency-Key was used with another body.")),
                Route.get(
                        TENANT + "/{id}",
                        dialect,
                        READS,
                        handlers.show(),
                        RouteDoc.of("readTenantCampaign", TAG, "A campaign with its sequence and settings")
                                .answering(200, "TenantCampaignAnswer", CampaignExamples.TENANT)),
                Route.patch(
                        TENANT + "/{id}",
                        dialect,
                        WRITES,
                        handlers.edit(),
                        RouteDoc.of("editTenantCampaign", TAG, "Change what the body names, of settings each by itself")
                                .taking("TenantCampaignEdit", CampaignExamples.EDIT_TENANT)
                                .answering(200, "TenantCampaignAnswer", CampaignExamples.TENANT)
                                .failing(409, "The campaign has another version, is completed, or is no sequence.")),
                Route.post(
                        TENANT + "/{id}/send",
                        dialect,
                        WRITES,
                        handlers.send(),
                        RouteDoc.of("sendTenantCampaign", TAG, "Start, resume, pause or complete a campaign")
                                .taking("TenantCampaignSend", CampaignExamples.SEND)
                                .answering(200, "TenantCampaignBrief", CampaignExamples.CREATED_TENANT)
                                .failing(409, "The campaign cannot come to that status.")));
    }
}
