package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.definition.Scope;
import io.millrace.streams.definition.DefinitionAccess;
import io.millrace.streams.definition.KafkaDefinitions;
import io.millrace.testing.EmbeddedServices;
import java.net.http.HttpResponse;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workspaces and keys, and the summaries of a workspace. */
class ManagementIT {

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void anAdminCreatesAWorkspaceWhoseKeysAreValidAtOnce() {
        JsonNode created = api.json(
                201,
                api.post(
                        "/api/workspaces",
                        api.adminKey,
                        "{\"name\":\"Shop\",\"slug\":\"shop\",\"timezone\":\"Europe/Berlin\"}"));
        String secretKey = created.path("secret_key").asText();

        assertThat(created.path("id").asText()).startsWith("ws_");
        assertThat(created.path("write_key").asText()).startsWith("mr_wk_");
        assertThat(secretKey).startsWith("mr_sk_");
        assertThat(api.access
                        .key(created.path("write_key").asText())
                        .orElseThrow()
                        .scopes())
                .isEqualTo(Set.of(Scope.EVENTS_WRITE));
        assertThat(api.json(200, api.post("/v1/analytics/query", secretKey, "{\"type\":\"event_count\"}"))
                        .path("timezone")
                        .asText())
                .isEqualTo("Europe/Berlin");
        assertThat(Api.texts(api.json(200, api.get("/api/workspaces", secretKey)), "slug"))
                .containsExactly("shop");
        assertThat(api.json(200, api.get("/api/workspaces", api.adminKey))).hasSize(2);
    }

    @Test
    void aTakenSlugIsAConflictAndFaultsAreNamed() {
        String body = "{\"name\":\"Shop\",\"slug\":\"twice\"}";
        api.json(201, api.post("/api/workspaces", api.adminKey, body));

        assertThat(api.json(409, api.post("/api/workspaces", api.adminKey, body))
                        .path("error")
                        .asText())
                .contains("twice");
        assertThat(api.json(
                                400,
                                api.post(
                                        "/api/workspaces",
                                        api.adminKey,
                                        "{\"slug\":\"No Slug\",\"timezone\":\"Mars\",\"colour\":1}"))
                        .toString())
                .startsWith("{\"error\":\"Validation failed\",\"details\":[{\"field\":\"name\",")
                .contains("\"field\":\"timezone\"", "\"field\":\"colour\"", "\"field\":\"slug\"");
        assertThat(api.post("/api/workspaces", api.adminKey, "{").statusCode()).isEqualTo(400);
    }

    @Test
    void aKeyIsCreatedWithItsScopesAndShownOnce() {
        String path = "/api/workspaces/" + api.workspace.id() + "/keys";
        JsonNode created =
                api.json(201, api.post(path, api.secretKey, "{\"name\":\"Board\",\"scopes\":[\"analytics:read\"]}"));
        String key = created.path("key").asText();

        assertThat(key).startsWith("mr_sk_");
        assertThat(created.path("scopes").toString()).isEqualTo("[\"analytics:read\"]");
        assertThat(api.get("/v1/analytics/events", key).statusCode()).isEqualTo(200);
        assertThat(api.post(path, key, "{\"name\":\"x\",\"scopes\":[\"events:write\"]}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.json(201, api.post(path, api.adminKey, "{\"name\":\"Site\",\"scopes\":[\"events:write\"]}"))
                        .path("key")
                        .asText())
                .startsWith("mr_wk_");
        assertThat(api.json(400, api.post(path, api.secretKey, "{\"name\":\"x\",\"scopes\":[\"all\"]}"))
                        .path("details")
                        .get(0)
                        .path("field")
                        .asText())
                .isEqualTo("scopes.0");
    }

    @Test
    void keysLiveInTheDefinitions() throws Exception {
        try (KafkaDefinitions one = KafkaDefinitions.open(EmbeddedServices.kafka(), Map.of());
                KafkaDefinitions other = KafkaDefinitions.open(EmbeddedServices.kafka(), Map.of())) {
            DefinitionAccess writer = new DefinitionAccess(one);
            DefinitionAccess reader = new DefinitionAccess(other);
            writer.create(api.workspace);
            reader.refresh();

            assertThat(reader.workspace(api.workspace.id()).map(found -> found.slug()))
                    .contains(api.workspace.slug());
        }
    }

    @Test
    void theOverviewCountsWhatThereIs() {
        api.track("ann", "buy", "2025-01-01T10:00:00.000Z")
                .track("bob", "buy", "2026-03-14T10:00:00.000Z")
                .track("bob", "buy", "2026-03-15T10:00:00.000Z")
                .track("bob", "message_sent", "2026-03-15T10:00:00.000Z")
                .event("identify", "cid", "", "2026-03-15T10:00:00.000Z", new String[0], new String[0])
                .stored();

        assertThat(api.json(200, api.get("/v1/analytics/overview", api.secretKey))
                        .toString())
                .isEqualTo("{\"total_contacts\":3,\"contacts_30d\":2,\"events_today\":1,"
                        + "\"events_avg_daily\":" + 2 / 30.0 + ",\"active_campaigns\":0,\"nps_score\":0,"
                        + "\"referral_conversion_rate\":0.0}");
    }

    @Test
    void theTimeSeriesIsByLocalDayWithNewContacts() {
        try (Api berlin = Api.start(ZoneId.of("Europe/Berlin"))) {
            berlin.track("ann", "buy", "2026-03-13T22:59:59.999Z")
                    .track("ann", "buy", "2026-03-13T23:00:00.000Z")
                    .track("bob", "message_sent", "2026-03-15T10:00:00.000Z", "send_id", "s1")
                    .track("bob", "message_opened", "2026-03-15T10:00:00.000Z", "send_id", "s1")
                    .track("bob", "message_clicked", "2026-03-15T10:00:00.000Z", "send_id", "s1")
                    .stored();
            String path = "/api/workspaces/" + berlin.workspace.id() + "/analytics/timeseries?days=2";

            assertThat(berlin.json(200, berlin.get(path, berlin.secretKey)).toString())
                    .isEqualTo(
                            "{\"period\":\"2d\",\"series\":["
                                    + "{\"date\":\"2026-03-14\",\"events\":1,\"contacts\":0,\"messages\":0,\"opens\":0,\"clicks\":0},"
                                    + "{\"date\":\"2026-03-15\",\"events\":0,\"contacts\":1,\"messages\":1,\"opens\":1,\"clicks\":1}]}");
        }
    }

    @Test
    void healthMetricsAndDocumentAreForEveryone() {
        api.query("{\"type\":\"event_count\"}");

        assertThat(api.json(200, api.get("/health", null)).path("status").asText())
                .isEqualTo("ok");
        HttpResponse<String> metrics = api.get("/metrics", null);
        assertThat(metrics.body()).contains("millrace_query_requests", "/v1/analytics/query");
        assertThat(metrics.body()).doesNotContain(api.secretKey);
        assertThat(api.json(200, api.get("/openapi.json", null)).path("openapi").asText())
                .isEqualTo("3.1.0");
    }
}
