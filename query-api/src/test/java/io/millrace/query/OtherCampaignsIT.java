package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.campaign.engine.CampaignStatus;
import io.millrace.core.definition.CampaignDefinition.Activation;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Campaigns as CampaignOS and the Tenant API speak of them, and that all APIs speak of the same ones. */
class OtherCampaignsIT {

    private static final String WELCOME =
            "{\"name\":\"Welcome Series\",\"description\":\"Onboarding email sequence for new signups\","
                    + "\"type\":\"AUTOMATED\",\"workflow\":{\"nodes\":["
                    + "{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"segment_entry\",\"segment\":\"SEGMENT\"},"
                    + "{\"id\":\"m\",\"type\":\"send\",\"channel\":\"email\",\"template\":\"TEMPLATE\"}],"
                    + "\"edges\":[{\"from\":\"t\",\"to\":\"m\"}]},"
                    + "\"settings\":{\"frequencyCap\":3,\"quietHours\":{\"start\":\"22:00\",\"end\":\"08:00\"}},"
                    + "\"startAt\":\"2026-02-01T00:00:00.000Z\",\"endAt\":\"2026-03-01T00:00:00.000Z\"}";
    private static final String TENANT = "/api/v1/tenant/campaigns";

    private final Api api = Api.start();
    private final CampaignApi campaigns = new CampaignApi(api);
    private final String campaignos = "/api/workspaces/" + api.workspace.id() + "/campaigns";

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void campaignosExampleIsTakenAndReadBack() {
        JsonNode given = CampaignApi.parse(campaigns.named(WELCOME));

        JsonNode created = api.json(201, post("", WELCOME));
        String id = created.path("id").asText();

        given.properties().forEach(field -> assertThat(created.path(field.getKey()))
                .as(field.getKey())
                .isEqualTo(field.getValue()));
        assertThat(created.path("status").asText()).isEqualTo("DRAFT");
        assertThat(created.path("createdAt").asText()).isEqualTo("2026-03-15T12:00:00.000Z");
        assertThat(created.path("triggers").toString())
                .isEqualTo("[{\"id\":\"t\",\"type\":\"SEGMENT_ENTRY\",\"segmentId\":\"" + campaigns.segment + "\"}]");
        assertThat(created.path("actions").path(0).path("position").asInt()).isEqualTo(1);
        assertThat(created.path("actions").path(0).path("type").asText()).isEqualTo("SEND_MESSAGE");
        assertThat(created.path("abTests")).isEmpty();
        assertThat(created.path("_count").toString()).isEqualTo("{\"enrollments\":0,\"messages\":0}");
        assertThat(api.json(200, api.get(campaignos + "/" + id, api.secretKey))).isEqualTo(created);
        assertThat(campaigns.stored(id).startAt().orElseThrow()).hasToString("2026-02-01T00:00:00Z");
    }

    @Test
    void campaignosListIsBareAndCounts() {
        String id = api.json(201, post("", WELCOME)).path("id").asText();
        api.track("u", "message_sent", "2026-03-14T10:00:00.000Z", "send_id", "s", "campaign_id", id)
                .stored();
        steps(id, "entered", "entered", "reached", "entered", "exited");

        JsonNode all = api.json(200, api.get(campaignos, api.secretKey));

        assertThat(all.toString())
                .isEqualTo("[{\"id\":\"" + id + "\",\"name\":\"Welcome Series\",\"status\":\"DRAFT\","
                        + "\"type\":\"AUTOMATED\",\"createdAt\":\"2026-03-15T12:00:00.000Z\",\"triggers\":"
                        + "[{\"id\":\"t\",\"type\":\"SEGMENT_ENTRY\",\"segmentId\":\"" + campaigns.segment + "\"}],"
                        + "\"_count\":{\"enrollments\":3,\"messages\":1}}]");
        JsonNode report = api.json(
                200, api.get("/api/workspaces/" + api.workspace.id() + "/analytics/campaigns/" + id, api.secretKey));
        assertThat(report.path("enrollments").toString()).isEqualTo("{\"total\":3,\"active\":2,\"completed\":1}");
    }

    @Test
    void campaignosStatusIsAMove() {
        String id = api.json(201, post("", WELCOME)).path("id").asText();
        assertThat(status(id, "{\"status\":\"DRAFT\"}")).isEqualTo("DRAFT");
        assertThat(patch(id, "{\"status\":\"PAUSED\"}").statusCode()).isEqualTo(409);

        assertThat(status(id, "{\"status\":\"ACTIVE\",\"enrollExisting\":true}"))
                .isEqualTo("ACTIVE");
        assertThat(campaigns.stored(id).activation()).isEqualTo(new Activation(1, true, List.of()));
        JsonNode paused = api.json(200, patch(id, "{\"name\":\"Welcome Series v2\",\"status\":\"PAUSED\"}"));
        assertThat(paused.path("name").asText()).isEqualTo("Welcome Series v2");
        assertThat(paused.path("status").asText()).isEqualTo("PAUSED");
        assertThat(campaigns.stored(id).version()).isEqualTo(1);
        JsonNode refused = api.json(400, patch(id, "{\"status\":\"paused\"}"));
        assertThat(refused.path("error").asText()).isEqualTo("Validation failed");
        assertThat(refused.path("details").path(0).path("field").asText()).isEqualTo("status");
        assertThat(status(id, "{\"status\":\"COMPLETED\"}")).isEqualTo("COMPLETED");
        assertThat(patch(id, "{\"status\":\"ACTIVE\"}").statusCode()).isEqualTo(409);
        assertThat(patch(id, "{\"name\":\"x\",\"status\":\"COMPLETED\"}").statusCode())
                .isEqualTo(409);
        api.json(200, api.delete(campaignos + "/" + id, api.secretKey));
        assertThat(api.get(campaignos + "/" + id, api.secretKey).statusCode()).isEqualTo(404);
    }

    @Test
    void campaignosDatesAndSettingsAreChangedEachByItself() {
        String id = api.json(201, post("", WELCOME)).path("id").asText();

        JsonNode edited = api.json(200, patch(id, "{\"endAt\":null,\"settings\":{\"frequencyCap\":5}}"));

        assertThat(edited.path("endAt").isNull()).isTrue();
        assertThat(edited.path("startAt").asText()).isEqualTo("2026-02-01T00:00:00.000Z");
        assertThat(edited.path("settings").toString())
                .isEqualTo("{\"frequencyCap\":5,\"quietHours\":{\"start\":\"22:00\",\"end\":\"08:00\"}}");
        assertThat(patch(id, "{\"endAt\":\"2026-01-01T00:00:00Z\"}").statusCode())
                .isEqualTo(400);
        assertThat(post("", "{\"name\":\"x\",\"type\":\"loud\",\"workflow\":{\"nodes\":[],\"edges\":[]}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(api.json(400, post("", "{\"name\":\"x\"}")).path("details").findValuesAsText("field"))
                .containsExactly("type");
    }

    @Test
    void tenantExamplesAreTakenAndAnsweredAsPrinted() {
        JsonNode created = api.json(
                201,
                tenantPost(
                        "", "{\"workspace_slug\":\"" + slug() + "\",\"name\":\"New Campaign\",\"goal\":\"lead_gen\"}"));
        String id = created.path("data").path("id").asText();
        assertThat(created.toString())
                .isEqualTo("{\"success\":true,\"data\":{\"id\":\"" + id
                        + "\",\"name\":\"New Campaign\",\"status\":\"draft\"}}");

        JsonNode whole = api.json(
                200,
                tenantPatch(
                        id,
                        "{\"name\":\"Updated Name\",\"settings\":{\"daily_limit\":100},\"sequence\":[{\"step\":1,"
                                + "\"type\":\"email\",\"subject\":\"Hello {{firstName}}\",\"body\":\"...\"}]}"));
        assertThat(whole.path("success").asBoolean()).isTrue();
        JsonNode data = whole.path("data");
        assertThat(data.path("name").asText()).isEqualTo("Updated Name");
        assertThat(data.path("goal").asText()).isEqualTo("lead_gen");
        assertThat(data.path("sequence").toString())
                .isEqualTo("[{\"step\":1,\"type\":\"email\",\"subject\":\"Hello {{firstName}}\",\"body\":\"...\"}]");
        assertThat(data.path("settings").toString()).isEqualTo("{\"daily_limit\":100,\"track_opens\":true}");
        assertThat(api.json(200, api.get(TENANT + "/" + id, api.secretKey))).isEqualTo(whole);

        for (String action : List.of("start", "pause", "resume", "complete")) {
            String status = api.json(200, tenantPost("/" + id + "/send", "{\"action\":\"" + action + "\"}"))
                    .path("data")
                    .path("status")
                    .asText();
            assertThat(status)
                    .isEqualTo(action.equals("pause") ? "paused" : action.equals("complete") ? "completed" : "active");
        }
        JsonNode refused = api.json(409, tenantPatch(id, "{\"name\":\"x\"}"));
        assertThat(refused.path("success").asBoolean()).isFalse();
        assertThat(refused.path("error").path("code").asText()).isEqualTo("CONFLICT");
        assertThat(refused.path("error").path("details").isObject()).isTrue();
        assertThat(api.json(404, api.get(TENANT + "/cmp_none", api.secretKey)).toString())
                .isEqualTo("{\"success\":false,\"error\":{\"code\":\"RESOURCE_NOT_FOUND\","
                        + "\"message\":\"Campaign not found\",\"details\":{}}}");
    }

    @Test
    void tenantListIsCutByOffset() {
        for (String name : List.of("a", "b", "c")) {
            api.json(201, tenantPost("", "{\"workspace_slug\":\"" + slug() + "\",\"name\":\"" + name + "\"}"));
        }
        String opened = api.definitions.all(Definition.Kind.CAMPAIGN).stream()
                .map(campaign -> campaign.key().id())
                .sorted()
                .toList()
                .get(1);
        for (String step : List.of("sent", "delivered", "opened", "replied")) {
            api.track("u", "message_" + step, "2026-03-14T10:00:00.000Z", "send_id", "s", "campaign_id", opened);
        }
        api.stored();

        JsonNode page = api.json(200, api.get(TENANT + "?workspace=" + slug() + "&limit=1&offset=1", api.secretKey));

        assertThat(page.path("pagination").toString())
                .isEqualTo("{\"total\":3,\"limit\":1,\"offset\":1,\"has_more\":true}");
        // Created at one instant, they stand in the order of their ids.
        assertThat(page.path("data").path(0).path("id").asText()).isEqualTo(opened);
        assertThat(page.path("data").path(0).path("stats").toString())
                .isEqualTo("{\"sent\":1,\"opened\":1,\"replied\":1}");
        JsonNode end = api.json(200, api.get(TENANT + "?workspace=" + slug() + "&offset=7", api.secretKey));
        assertThat(end.path("data")).isEmpty();
        assertThat(end.path("pagination").toString())
                .isEqualTo("{\"total\":3,\"limit\":20,\"offset\":7,\"has_more\":false}");
        assertThat(api.json(200, api.get(TENANT + "?workspace=" + slug() + "&status=active", api.secretKey))
                        .path("pagination")
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(api.get(TENANT, api.secretKey).statusCode()).isEqualTo(400);
        assertThat(api.get(TENANT + "?workspace=another", api.secretKey).statusCode())
                .isEqualTo(404);
        assertThat(tenantPost("", "{\"workspace_slug\":\"another\",\"name\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatOneApiMadeTheOthersShowAsFarAsTheyCanSayIt() {
        String id = api.json(201, post("", WELCOME)).path("id").asText();

        JsonNode growthos = campaigns.show(id);
        assertThat(growthos.path("type").asText()).isEqualTo("lifecycle");
        assertThat(growthos.path("trigger").toString()).isEqualTo("{\"segment_id\":\"" + campaigns.segment + "\"}");
        assertThat(growthos.path("settings").path("frequency_cap").path("max").asInt())
                .isEqualTo(3);
        JsonNode tenant =
                api.json(200, api.get(TENANT + "/" + id, api.secretKey)).path("data");
        assertThat(tenant.path("sequence").isNull()).isTrue();

        api.json(200, tenantPatch(id, "{\"settings\":{\"daily_limit\":7}}"));
        assertThat(campaigns.show(id).path("settings").path("daily_limit").asInt())
                .isEqualTo(7);
        assertThat(campaigns.show(id).path("nodes")).isEqualTo(growthos.path("nodes"));
        JsonNode refused = api.json(409, tenantPatch(id, "{\"sequence\":[]}"));
        assertThat(refused.path("error").path("message").asText()).contains("no sequence can say");
        assertThat(api.json(200, tenantPost("/" + id + "/send", "{\"action\":\"start\"}"))
                        .path("data")
                        .path("status")
                        .asText())
                .isEqualTo("active");
    }

    @Test
    void aDraftIsLaunchedAtItsStartAndOneThatIsLateWaits() {
        // It is noon; what starts within seconds is launched, what had started when it was made is not.
        String soon = api.json(
                        201,
                        post(
                                "",
                                WELCOME.replace("2026-02-01T00:00:00.000Z", "2026-03-15T12:00:05.000Z")
                                        .replace("2026-03-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z")))
                .path("id")
                .asText();
        String later = api.json(
                        201,
                        post(
                                "",
                                WELCOME.replace("2026-02-01T00:00:00.000Z", "2026-03-15T12:00:11.000Z")
                                        .replace("2026-03-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z")))
                .path("id")
                .asText();
        String late = api.json(201, post("", WELCOME)).path("id").asText();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> campaigns.stored(soon).status().equals(CampaignStatus.ACTIVE));

        assertThat(campaigns.stored(soon).activation()).isEqualTo(new Activation(1, false, List.of()));
        assertThat(campaigns.stored(later).status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(campaigns.stored(late).status()).isEqualTo(CampaignStatus.DRAFT);
    }

    @Test
    void aReportTellsTheVariantsOfAnAbTestApart() {
        String id = campaigns
                .create("{\"name\":\"AB\",\"nodes\":[{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"manual\"},"
                        + "{\"id\":\"s\",\"type\":\"split\",\"variants\":[{\"name\":\"A\",\"weight\":50},"
                        + "{\"name\":\"B\",\"weight\":40},{\"name\":\"none\",\"weight\":10}]},"
                        + "{\"id\":\"a\",\"type\":\"send\",\"channel\":\"push\",\"content\":\"x\"},"
                        + "{\"id\":\"b\",\"type\":\"send\",\"channel\":\"push\",\"content\":\"x\"},"
                        + "{\"id\":\"first\",\"type\":\"send\",\"channel\":\"push\",\"content\":\"x\"}],\"edges\":["
                        + "{\"from\":\"t\",\"to\":\"first\"},{\"from\":\"first\",\"to\":\"s\"},"
                        + "{\"from\":\"s\",\"to\":\"a\",\"when\":\"A\"},{\"from\":\"s\",\"to\":\"b\",\"when\":\"B\"}]}")
                .path("id")
                .asText();
        // Two runs in A, one of whose messages was opened; one in B. What was sent before the split is nobody's.
        chosen(id, "r1", "a");
        chosen(id, "r2", "a");
        chosen(id, "r3", "b");
        granted(id, "r1", "s0", "2026-03-14 09:00:00", "sent", "opened");
        granted(id, "r1", "s1", "2026-03-14 10:00:00", "sent", "opened");
        granted(id, "r2", "s2", "2026-03-14 10:00:01", "sent");
        granted(id, "r3", "s3", "2026-03-14 10:00:01", "sent");
        api.stored();

        JsonNode report = api.json(
                200, api.get("/api/workspaces/" + api.workspace.id() + "/analytics/campaigns/" + id, api.secretKey));

        assertThat(report.path("abTests").toString())
                .isEqualTo("[{\"id\":\"s\",\"name\":\"s\",\"variants\":[{\"name\":\"A\",\"sent\":2,\"opened\":1},"
                        + "{\"name\":\"B\",\"sent\":1,\"opened\":0},{\"name\":\"none\",\"sent\":0,\"opened\":0}]}]");
    }

    private void chosen(String campaign, String run, String node) {
        api.insert(
                "enrollment_steps",
                List.of(Json.MAPPER
                        .createObjectNode()
                        .put("workspace", api.workspace.id())
                        .put("campaign", campaign)
                        .put("run", run)
                        .put("contact", 1)
                        .put("step", "reached")
                        .put("node", node)
                        .put("from_node", "s")
                        .put("at", "2026-03-14 10:00:00")
                        .put("version", 1)));
    }

    private void granted(String campaign, String run, String send, String at, String... steps) {
        api.insert(
                "messages",
                List.of(Json.MAPPER
                        .createObjectNode()
                        .put("workspace", api.workspace.id())
                        .put("campaign", campaign)
                        .put("run", run)
                        .put("send_id", send)
                        .put("contact", 1)
                        .put("outcome", "granted")
                        .put("at", at)
                        .put("version", 1)));
        for (String step : steps) {
            api.track("u", "message_" + step, at.replace(' ', 'T') + "Z", "send_id", send, "campaign_id", campaign);
        }
    }

    /** Rows as the job writes them, each of a run of its own but for the last. */
    private void steps(String campaign, String... steps) {
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            rows.add(Json.MAPPER
                    .createObjectNode()
                    .put("workspace", api.workspace.id())
                    .put("campaign", campaign)
                    .put("run", "run_" + i)
                    .put("contact", i)
                    .put("step", steps[i])
                    .put("at", "2026-03-14 10:00:00")
                    .put("version", i));
        }
        api.insert("enrollment_steps", rows);
    }

    private String slug() {
        return api.workspace.slug();
    }

    private String status(String id, String body) {
        return api.json(200, patch(id, body)).path("status").asText();
    }

    private HttpResponse<String> post(String path, String body) {
        return api.post(campaignos + path, api.secretKey, campaigns.named(body));
    }

    private HttpResponse<String> patch(String id, String body) {
        return api.patch(campaignos + "/" + id, api.secretKey, campaigns.named(body));
    }

    private HttpResponse<String> tenantPost(String path, String body) {
        return api.post(TENANT + path, api.secretKey, campaigns.named(body));
    }

    private HttpResponse<String> tenantPatch(String id, String body) {
        return api.patch(TENANT + "/" + id, api.secretKey, campaigns.named(body));
    }
}
