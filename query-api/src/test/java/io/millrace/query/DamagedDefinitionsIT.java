package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.streams.definition.Definition.Key;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Definitions that mean nothing to this version are passed over, counted, and harm no other. */
class DamagedDefinitionsIT {

    private static final String TIMES =
            ",\"created_at\":\"2026-03-02T12:00:00Z\",\"updated_at\":\"2026-03-02T12:00:00Z\"}";
    private static final List<String> NO_DEFINITIONS =
            List.of("", "null", "[]", "\"text\"", "{\"id\":", "{}", "{\"id\":7,\"subscription_groups\":{\"news\":1}}");

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void damagedSettingsAreAsIfNothingWasSetUntilSomethingIs() {
        for (String damaged : List.of("{", "", "{\"subscription_groups\":{\"news\":{\"default\":\"perhaps\"}}}")) {
            put(Kind.SETTINGS, api.workspace.id(), "settings", damaged);

            assertThat(settings().path("subscription_groups").isEmpty()).isTrue();
            assertThat(api.post(
                                    "/v1/segments/estimate",
                                    api.secretKey,
                                    "{\"rules\":{\"field\":\"subscriptions.news\",\"op\":\"eq\",\"value\":\"subscribed\"}}")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(damagedCount()).isEqualTo(1);

        api.json(200, api.patch("/v1/settings", api.secretKey, "{\"domain\":\"acme.example\"}"));

        assertThat(settings().path("domain").asText()).isEqualTo("acme.example");
        assertThat(damagedCount()).isZero();
    }

    @Test
    void aSegmentWhoseRulesAreReadNoLongerIsStillThereToBeEdited() {
        put(
                Kind.SEGMENT,
                api.workspace.id(),
                "seg_old",
                "{\"id\":\"seg_old\",\"name\":\"Old\",\"type\":\"dynamic\",\"rules\":{\"field\":\"traits.x\",\"op\":\"sounds_like\"}"
                        + TIMES);
        String other = api.json(
                        201,
                        api.post(
                                "/v1/segments",
                                api.secretKey,
                                "{\"name\":\"Not old\",\"rules\":{\"field\":\"traits.plan\",\"op\":\"exists\"}}"))
                .path("id")
                .asText();

        assertThat(api.json(200, api.get("/v1/segments", api.secretKey)).path("data"))
                .hasSize(2);
        for (String segment : List.of("seg_old", other)) {
            assertThat(api.get("/v1/segments/" + segment, api.secretKey).statusCode())
                    .as(segment)
                    .isEqualTo(200);
            assertThat(api.get("/v1/segments/" + segment + "/contacts?at=2026-03-02", api.secretKey)
                            .statusCode())
                    .as(segment)
                    .isLessThan(500);
        }
        assertThat(damagedCount()).isEqualTo(1);
        api.json(
                200,
                api.patch(
                        "/v1/segments/seg_old",
                        api.secretKey,
                        "{\"rules\":{\"field\":\"traits.plan\",\"op\":\"not_exists\"}}"));
        assertThat(damagedCount()).isZero();
    }

    @Test
    void nothingThatIsNoDefinitionHarmsTheOthers() {
        int n = 0;
        for (String body : NO_DEFINITIONS) {
            for (Kind kind : List.of(Kind.WORKSPACE, Kind.API_KEY)) {
                put(kind, "", "damaged" + n++, body);
            }
            for (Kind kind : List.of(
                    Kind.SEGMENT,
                    Kind.BACKFILL,
                    Kind.SETTINGS,
                    Kind.IDEMPOTENCY,
                    Kind.KEY_USE,
                    Kind.CAMPAIGN,
                    Kind.CAMPAIGN_VERSION,
                    Kind.TEMPLATE)) {
                put(kind, api.workspace.id(), "damaged" + n++, body);
            }
        }
        for (String path : List.of(
                "/v1/segments",
                "/v1/contacts",
                "/v1/settings",
                "/v1/keys",
                "/v1/campaigns",
                "/v1/templates",
                "/api/workspaces/" + api.workspace.id() + "/campaigns",
                "/api/v1/tenant/campaigns?workspace=" + api.workspace.slug(),
                "/health")) {
            assertThat(api.get(path, api.secretKey).statusCode()).as(path).isIn(200, 404);
        }
        assertThat(api.get("/api/workspaces", api.adminKey).statusCode()).isEqualTo(200);
        // Settings say nothing with most of these, which is not damage: they are text that is no JSON, and a group of
        // no kind.
        assertThat(damagedCount()).isEqualTo(7 * NO_DEFINITIONS.size() + 2);
    }

    @Test
    void aRememberedRequestThatIsDamagedIsForgotten() {
        String body = "{\"name\":\"Once\",\"rules\":{\"field\":\"traits.plan\",\"op\":\"exists\"}}";
        JsonNode first = api.json(201, api.post("/v1/segments", api.secretKey, body, "Idempotency-Key", "k1"));
        api.definitions
                .all(Kind.IDEMPOTENCY)
                .forEach(known -> api.definitions.put(known.key(), known.version(), "{\"at\":\"yesterday\"}"));

        JsonNode second = api.json(201, api.post("/v1/segments", api.secretKey, body, "Idempotency-Key", "k1"));

        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
    }

    private void put(Kind kind, String workspace, String id, String body) {
        Key key = new Key(kind, workspace, id);
        long before = api.definitions.get(key).map(known -> known.version()).orElse(Definitions.ABSENT);
        api.definitions.put(key, before, body);
    }

    private JsonNode settings() {
        return api.json(200, api.get("/v1/settings", api.secretKey));
    }

    private long damagedCount() {
        return api.get("/metrics", null)
                .body()
                .lines()
                .filter(line -> line.startsWith("millrace_definitions_damaged "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
