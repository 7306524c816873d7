package io.millrace.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.definition.CampaignDefinition;
import io.millrace.core.definition.CampaignVersion;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Campaigns of a workspace, asked for over HTTP in three APIs, and their records as the job reads them. */
final class CampaignApi {

    final Api api;
    final String segment;
    final String template;

    CampaignApi(Api api) {
        this.api = api;
        this.segment = api.json(
                        201,
                        api.post(
                                "/v1/segments",
                                api.secretKey,
                                "{\"name\":\"New\",\"rules\":{\"field\":\"traits.plan\",\"op\":\"eq\",\"value\":\"trial\"}}"))
                .path("id")
                .asText();
        this.template = api.json(
                        201,
                        api.post(
                                "/v1/templates",
                                api.secretKey,
                                "{\"name\":\"Welcome\",\"subject\":\"Hi\",\"html\":\"<p>Hi {{ firstName }}</p>\"}"))
                .path("id")
                .asText();
    }

    /** With the ids of the segment and the template that there are. */
    String named(String text) {
        return text.replace("SEGMENT", segment).replace("TEMPLATE", template);
    }

    JsonNode create(String body) {
        return api.json(201, post("", body));
    }

    /** A GrowthOS campaign that sends one email to who signs up. */
    String welcome() {
        return create(named("{\"name\":\"Welcome\",\"type\":\"lifecycle\",\"trigger\":{\"event\":\"signup\"},"
                        + "\"steps\":[{\"delay\":\"0m\",\"template_id\":\"TEMPLATE\"}]}"))
                .path("id")
                .asText();
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return api.post("/v1/campaigns" + path, api.secretKey, named(body), headers);
    }

    HttpResponse<String> patch(String id, String body, String... headers) {
        return api.patch("/v1/campaigns/" + id, api.secretKey, named(body), headers);
    }

    HttpResponse<String> get(String path) {
        return api.get("/v1/campaigns" + path, api.secretKey);
    }

    HttpResponse<String> delete(String id) {
        return api.delete("/v1/campaigns/" + id, api.secretKey);
    }

    JsonNode show(String id) {
        return api.json(200, get("/" + id));
    }

    CampaignDefinition stored(String id) {
        return CampaignDefinition.read(api.definitions
                .get(new Definition.Key(Definition.Kind.CAMPAIGN, api.workspace.id(), id))
                .orElseThrow()
                .body());
    }

    CampaignVersion storedVersion(String id, long number) {
        return CampaignVersion.read(api.definitions
                .get(new Definition.Key(
                        Definition.Kind.CAMPAIGN_VERSION, api.workspace.id(), CampaignVersion.id(id, number)))
                .orElseThrow()
                .body());
    }

    static JsonNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
