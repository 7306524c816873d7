package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsIT {

    private Api api;

    @BeforeAll
    void start() {
        api = Api.start();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void whatIsNamedChangesAndTheRestStays() {
        patch(200, "{\"domain\":\"acme.example\",\"timezone\":\"America/New_York\"}");
        JsonNode changed = patch(200, "{\"default_from_email\":\"hello@acme.example\",\"name\":\"Acme\"}");

        assertThat(changed).isEqualTo(api.json(200, api.get("/v1/settings", api.secretKey)));
        assertThat(changed.path("project_id").asText()).isEqualTo(api.workspace.id());
        assertThat(changed.path("name").asText()).isEqualTo("Acme");
        assertThat(changed.path("domain").asText()).isEqualTo("acme.example");
        assertThat(changed.path("timezone").asText()).isEqualTo("America/New_York");
        assertThat(changed.path("default_from_email").asText()).isEqualTo("hello@acme.example");
        assertThat(patch(200, "{\"domain\":null}").path("domain").isNull()).isTrue();
    }

    @Test
    void groupsAreMergedAndRemovedByName() {
        patch(200, "{\"subscription_groups\":{\"news\":{\"default\":\"subscribed\"},\"old\":{}}}");
        JsonNode changed = patch(200, "{\"subscription_groups\":{\"old\":null,\"offers\":{}}}");

        assertThat(changed.path("subscription_groups"))
                .hasToString("{\"news\":{\"default\":\"subscribed\"},\"offers\":{\"default\":\"unsubscribed\"}}");
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        JsonNode error = patch(
                        400,
                        "{\"timezone\":\"Mars/Olympus\",\"domain\":\"a b\",\"default_from_email\":\"x\",\"zone\":1,"
                                + "\"subscription_groups\":{\"a/b\":{},\"c\":{\"default\":\"maybe\"}}}")
                .path("error");

        assertThat(Api.texts(error.path("details"), "field"))
                .containsExactly(
                        "/timezone",
                        "/domain",
                        "/default_from_email",
                        "/subscription_groups/a~1b",
                        "/subscription_groups/c/default",
                        "/zone");
    }

    @Test
    void aRevokedKeyWorksForADayUnlessItsEndIsWantedAtOnce() {
        JsonNode made = api.json(
                201, api.post("/v1/settings/keys", api.secretKey, "{\"name\":\"BI\",\"scopes\":[\"settings:read\"]}"));
        String secret = made.path("key").asText();
        String path = "/v1/settings/keys/" + made.path("id").asText();

        JsonNode listed = find(made.path("id").asText());
        assertThat(listed.path("key_hint").asText()).isEqualTo("..." + secret.substring(secret.length() - 4));
        assertThat(listed.path("type").asText()).isEqualTo("secret");
        assertThat(listed.toString()).doesNotContain(secret);

        JsonNode revoked = api.json(200, api.delete(path, api.secretKey));
        assertThat(revoked.path("valid_until").asText()).isEqualTo("2026-03-16T12:00:00.000Z");
        assertThat(api.get("/v1/settings", secret).statusCode()).isEqualTo(200);

        api.json(200, api.delete(path + "?immediate=true", api.secretKey));
        assertThat(api.get("/v1/settings", secret).statusCode()).isEqualTo(401);
        assertThat(find(made.path("id").asText()).isMissingNode()).isTrue();
        assertThat(api.delete("/v1/settings/keys/key_none", api.secretKey).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aKeyOfAnotherWorkspaceCannotBeRevokedFromHere() {
        JsonNode other = api.json(
                201,
                api.post(
                        "/api/workspaces", api.adminKey, "{\"name\":\"Other\",\"slug\":\"other-" + api.port() + "\"}"));
        JsonNode keys = api.json(
                200, api.get("/v1/settings/keys", other.path("secret_key").asText()));

        HttpResponse<String> refused = api.delete(
                "/v1/settings/keys/" + keys.path("data").get(0).path("id").asText(), api.secretKey);

        assertThat(keys.path("data")).hasSize(2);
        assertThat(refused.statusCode()).isEqualTo(404);
    }

    @Test
    void theListOfKeysIsThereAsCsv() {
        HttpResponse<String> csv = api.get("/v1/settings/keys?format=csv", api.secretKey);

        assertThat(csv.body()).startsWith("id,name,type,key_hint,scopes,created_at,last_used_at,valid_until\r\nkey_");
    }

    private JsonNode find(String id) {
        for (JsonNode key :
                api.json(200, api.get("/v1/settings/keys", api.secretKey)).path("data")) {
            if (key.path("id").asText().equals(id)) {
                return key;
            }
        }
        return MissingNode.getInstance();
    }

    private JsonNode patch(int status, String body) {
        return api.json(status, api.patch("/v1/settings", api.secretKey, body));
    }

    @Test
    void eventsAreKeptForSomeDaysOrForEver() {
        assertThat(patch(200, "{\"retention_days\":90}").path("retention_days").asInt())
                .isEqualTo(90);
        assertThat(patch(200, "{\"domain\":\"acme.example\"}")
                        .path("retention_days")
                        .asInt())
                .isEqualTo(90);
        assertThat(patch(200, "{\"retention_days\":null}")
                        .path("retention_days")
                        .isNull())
                .isTrue();
        for (String days : List.of("0", "36501", "1.5", "\"90\"")) {
            assertThat(patch(400, "{\"retention_days\":" + days + "}").toString())
                    .contains("/retention_days");
        }
    }
}
