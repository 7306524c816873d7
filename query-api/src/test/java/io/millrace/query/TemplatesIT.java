package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Templates over HTTP, in both APIs that have them. */
class TemplatesIT {

    private static final String OWN = "/v1/templates";
    private static final String TENANT = "/api/v1/tenant/templates";

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theTenantExamplesAreTakenAndReadBack() {
        String slug = api.workspace.slug();
        assertThat(api.json(200, api.get(TENANT + "?workspace=" + slug, api.secretKey))
                        .toString())
                .isEqualTo("{\"success\":true,\"data\":[],\"pagination\":"
                        + "{\"total\":0,\"limit\":20,\"offset\":0,\"has_more\":false}}");

        JsonNode created = api.json(
                201,
                api.post(
                        TENANT,
                        api.secretKey,
                        "{\"workspace_slug\":\"" + slug
                                + "\",\"name\":\"Follow-up\",\"subject\":\"Hi\",\"body\":\"<p>Hi {{firstName}}</p>\"}"));
        String id = created.path("data").path("id").asText();
        JsonNode shown = api.json(200, api.get(TENANT + "/" + id, api.secretKey));
        assertThat(id).startsWith("tmpl_");
        assertThat(shown).isEqualTo(created);
        assertThat(shown.path("data").path("variables").toString()).isEqualTo("[\"firstName\"]");
        assertThat(shown.path("data").path("body").asText()).isEqualTo("<p>Hi {{firstName}}</p>");

        JsonNode edited = api.json(200, api.patch(TENANT + "/" + id, api.secretKey, "{\"subject\":\"Welcome\"}"));
        assertThat(edited.path("data").path("subject").asText()).isEqualTo("Welcome");
        assertThat(edited.path("data").path("body"))
                .isEqualTo(shown.path("data").path("body"));
        assertThat(api.json(200, api.get(TENANT + "?workspace=" + slug, api.secretKey))
                        .path("data")
                        .path(0))
                .isEqualTo(edited.path("data"));

        assertThat(api.json(200, api.delete(TENANT + "/" + id, api.secretKey)).toString())
                .isEqualTo("{\"success\":true,\"data\":{\"id\":\"" + id + "\",\"deleted\":true}}");
        assertThat(api.get(TENANT + "/" + id, api.secretKey).statusCode()).isEqualTo(404);
        assertThat(api.delete(TENANT + "/" + id, api.secretKey).statusCode()).isEqualTo(404);
    }

    @Test
    void theListIsThereAsCsv() {
        JsonNode created = api.json(
                201,
                api.post(
                        OWN,
                        api.secretKey,
                        "{\"name\":\"Hi, all\",\"subject\":\"Hi\",\"html\":\"{{ contact.name }}\"}"));

        assertThat(api.get(OWN + "?format=csv", api.secretKey).body().lines())
                .containsExactly(
                        "id,name,channel,subject,group,variables,created_at,updated_at",
                        created.path("id").asText() + ",\"Hi, all\",email,Hi,,\"[\"\"contact.name\"\"]\","
                                + "2026-03-15T12:00:00.000Z,2026-03-15T12:00:00.000Z");
    }

    @Test
    void ownTemplatesHaveHtmlTextOrBoth() {
        JsonNode created = api.json(
                201,
                api.post(
                        OWN,
                        api.secretKey,
                        "{\"name\":\"n\",\"channel\":\"push\",\"subject\":\"{{ contact.name | default: 'you' }}\","
                                + "\"html\":\"{% if event.x %}{{event.x}}{% endif %}{{contact.name}}\",\"text\":\"t\"}"));
        String id = created.path("id").asText();

        assertThat(created.path("channel").asText()).isEqualTo("push");
        assertThat(created.path("variables").toString()).isEqualTo("[\"contact.name\",\"event.x\"]");
        JsonNode plain = api.json(200, api.patch(OWN + "/" + id, api.secretKey, "{\"html\":null,\"group\":\"news\"}"));
        assertThat(plain.path("html").isNull()).isTrue();
        assertThat(plain.path("text").asText()).isEqualTo("t");
        assertThat(plain.path("group").asText()).isEqualTo("news");
        assertThat(api.patch(OWN + "/" + id, api.secretKey, "{\"text\":null}").statusCode())
                .isEqualTo(400);
        assertThat(api.json(200, api.get(OWN, api.secretKey)).path("data").path(0))
                .isEqualTo(plain);
        assertThat(api.json(200, api.delete(OWN + "/" + id, api.secretKey)).toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"deleted\":true}");
    }

    @Test
    void everyFaultIsNamed() {
        assertThat(refused("{\"colour\":1}")).containsExactlyInAnyOrder("/name", "/colour");
        assertThat(refused("{\"name\":\"n\"}")).containsExactly("/html");
        assertThat(refused("{\"name\":\"n\",\"html\":\"{% if x %}\"}")).containsExactly("/html");
        assertThat(refused("{\"name\":\"n\",\"html\":\"{{ x\",\"subject\":\"{% nosuchend %\"}"))
                .containsExactlyInAnyOrder("/html", "/subject");
        assertThat(refused("{\"name\":\"n\",\"html\":\"{% include 'x' %}\"}")).containsExactly("/html");
        // Parsing this as a whole would take many seconds.
        assertThat(refused("{\"name\":\"n\",\"text\":\"{{ " + "a[".repeat(20_000) + " }}\"}"))
                .containsExactly("/text");
        assertThat(refused("{\"name\":\"n\",\"text\":\"" + "{% if a %}".repeat(5_000) + "\"}"))
                .containsExactly("/text");
        assertThat(refused("{\"name\":\"n\",\"html\":\"x\",\"channel\":\"pigeon\"}"))
                .containsExactly("/channel");
        assertThat(refused("{\"name\":\"" + "n".repeat(201) + "\",\"html\":\"x\"}"))
                .containsExactly("/name");
        assertThat(refused("{\"name\":\"n\",\"html\":7}")).containsExactly("/html");
    }

    private List<String> refused(String body) {
        return Api.texts(
                api.json(400, api.post(OWN, api.secretKey, body)).path("error").path("details"), "field");
    }

    @Test
    void theSameRequestUnderOneKeyCreatesOneTemplate() {
        String body = "{\"name\":\"n\",\"html\":\"x\"}";
        JsonNode first = api.json(201, api.post(OWN, api.secretKey, body, "Idempotency-Key", "k"));

        assertThat(api.json(201, api.post(OWN, api.secretKey, body, "Idempotency-Key", "k")))
                .isEqualTo(first);
        assertThat(api.json(200, api.get(OWN, api.secretKey)).path("data")).hasSize(1);
    }
}
