package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.definition.CampaignDefinition.Activation;
import io.millrace.streams.definition.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Campaigns as GrowthOS speaks of them: what is kept, what is refused, and how they move through their lives. */
class GrowthosCampaignsIT {

    private static final String ONBOARDING =
            "{\"name\":\"Onboarding Sequence\",\"type\":\"lifecycle\",\"trigger\":{\"event\":\"signup_completed\","
                    + "\"segment_id\":\"SEGMENT\"},\"steps\":["
                    + "{\"delay\":\"0m\",\"subject\":\"Welcome to Acme!\",\"template_id\":\"TEMPLATE\"},"
                    + "{\"delay\":\"2d\",\"subject\":\"Getting started with your dashboard\",\"template_id\":\"TEMPLATE\"},"
                    + "{\"delay\":\"5d\",\"subject\":\"Have you tried referrals?\",\"template_id\":\"TEMPLATE\"}]}";
    private static final String NEWSLETTER =
            "{\"name\":\"February Product Update\",\"type\":\"broadcast\",\"segment_id\":\"SEGMENT\","
                    + "\"subject\":\"What's new in February\",\"template_id\":\"TEMPLATE\","
                    + "\"scheduled_at\":\"2026-02-25T09:00:00Z\"}";

    private final Api api = Api.start();
    private final CampaignApi campaigns = new CampaignApi(api);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theExamplesAreTakenAndReadBack() {
        for (String example : List.of(ONBOARDING, NEWSLETTER)) {
            JsonNode given = CampaignApi.parse(campaigns.named(example));

            JsonNode created = campaigns.create(example);

            assertThat(created.path("id").asText()).startsWith("cmp_");
            assertThat(created.path("status").asText()).isEqualTo("draft");
            assertThat(created.path("created_at").asText()).isEqualTo("2026-03-15T12:00:00.000Z");
            given.properties().forEach(field -> assertThat(created.path(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue()));
            assertThat(campaigns.show(created.path("id").asText())).isEqualTo(created);
            assertThat(campaigns.show(created.path("id").asText().replace("cmp_", "cmpgn_")))
                    .isEqualTo(created);
        }
        String id = campaigns.create(ONBOARDING).path("id").asText();
        JsonNode edited = api.json(
                200,
                campaigns.patch(
                        id,
                        "{\"name\":\"Onboarding Sequence v2\",\"steps\":[{\"delay\":\"0m\",\"subject\":\"Welcome aboard!\","
                                + "\"template_id\":\"TEMPLATE\"}]}"));

        assertThat(edited.path("name").asText()).isEqualTo("Onboarding Sequence v2");
        assertThat(edited.path("steps")).hasSize(1);
        assertThat(edited.path("trigger").path("event").asText()).isEqualTo("signup_completed");
        assertThat(edited.path("graph_version").asInt()).isEqualTo(2);
        assertThat(campaigns.storedVersion(id, 1).content().path("nodes")).hasSize(6);
        assertThat(campaigns.storedVersion(id, 2).content().path("nodes")).hasSize(2);
        assertThat(campaigns.stored(id).version()).isEqualTo(2);
    }

    @Test
    void aListHasFiltersAndPages() {
        String first = campaigns.create(ONBOARDING).path("id").asText();
        String second = campaigns.create(NEWSLETTER).path("id").asText();
        String third = campaigns.welcome();
        api.json(200, campaigns.post("/" + third + "/activate", ""));

        assertThat(listed("")).containsExactlyInAnyOrder(first, second, third);
        assertThat(listed("?type=broadcast")).containsExactly(second);
        assertThat(listed("?type=lifecycle&status=active")).containsExactly(third);
        assertThat(listed("?status=paused")).isEmpty();
        JsonNode page = api.json(200, campaigns.get("?limit=2"));
        assertThat(page.path("has_more").asBoolean()).isTrue();
        List<String> all = new ArrayList<>(Api.texts(page.path("data"), "id"));
        JsonNode rest = api.json(
                200, campaigns.get("?limit=2&cursor=" + page.path("next_cursor").asText()));
        all.addAll(Api.texts(rest.path("data"), "id"));
        assertThat(rest.path("next_cursor").isNull()).isTrue();
        assertThat(all).containsExactlyInAnyOrder(first, second, third);
        List<String> csv =
                campaigns.get("?status=active&format=csv").body().lines().toList();
        assertThat(csv)
                .hasSize(2)
                .first()
                .isEqualTo("id,name,description,type,status,version,graph_version,created_at,updated_at");
        assertThat(csv.get(1)).startsWith(third + ",").contains(",lifecycle,active,");
        assertThat(campaigns.get("?format=xml").statusCode()).isEqualTo(400);
        assertThat(campaigns.get("?status=asleep").statusCode()).isEqualTo(400);
        assertThat(campaigns.get("?colour=red").statusCode()).isEqualTo(400);
    }

    private List<String> listed(String query) {
        return Api.texts(api.json(200, campaigns.get(query)).path("data"), "id");
    }

    /** The status after each verb, by the status before; 409 where it cannot be. */
    @Test
    void everyMoveLeadsWhereItShouldAndChangesNothingTheSecondTime() {
        Map<String, Map<String, String>> table = Map.of(
                "draft", Map.of("activate", "active", "resume", "409", "pause", "409", "complete", "409"),
                "active", Map.of("activate", "active", "resume", "active", "pause", "paused", "complete", "completed"),
                "paused", Map.of("activate", "active", "resume", "active", "pause", "paused", "complete", "completed"),
                "completed", Map.of("activate", "409", "resume", "409", "pause", "409", "complete", "completed"));
        Map<String, List<String>> ways = Map.of(
                "draft", List.of(),
                "active", List.of("activate"),
                "paused", List.of("activate", "pause"),
                "completed", List.of("activate", "complete"));
        table.forEach((before, moves) -> moves.forEach((verb, after) -> {
            String id = campaigns.welcome();
            ways.getOrDefault(before, List.of())
                    .forEach(way -> api.json(200, campaigns.post("/" + id + "/" + way, "")));

            var answer = campaigns.post("/" + id + "/" + verb, "");

            if (after.equals("409")) {
                assertThat(api.json(409, answer).path("error").path("code").asText())
                        .as("%s of a campaign that is %s", verb, before)
                        .isEqualTo("conflict");
                assertThat(campaigns.show(id).path("status").asText()).isEqualTo(before);
            } else {
                JsonNode moved = api.json(200, answer);
                assertThat(moved.path("status").asText())
                        .as("%s of a campaign that is %s", verb, before)
                        .isEqualTo(after);
                assertThat(api.json(200, campaigns.post("/" + id + "/" + verb, "")))
                        .isEqualTo(moved);
            }
        }));
    }

    @Test
    void aLaunchIsCountedAndSaysWhatItBegins() {
        String id = campaigns
                .create(NEWSLETTER.replace(",\"scheduled_at\":\"2026-02-25T09:00:00Z\"", ""))
                .path("id")
                .asText();
        assertThat(campaigns.stored(id).activation()).isEqualTo(Activation.NONE);

        api.json(200, campaigns.post("/" + id + "/activate", ""));
        assertThat(campaigns.stored(id).activation()).isEqualTo(new Activation(1, false, List.of("trigger")));
        api.json(200, campaigns.post("/" + id + "/activate", "{\"enroll_existing\":true}"));
        api.json(200, campaigns.post("/" + id + "/pause", ""));
        api.json(200, campaigns.post("/" + id + "/resume", ""));
        assertThat(campaigns.stored(id).activation().number()).isEqualTo(1);
        api.json(200, campaigns.post("/" + id + "/pause", ""));
        api.json(200, campaigns.post("/" + id + "/resume", "{\"enroll_existing\":true}"));
        assertThat(campaigns.stored(id).activation()).isEqualTo(new Activation(2, true, List.of()));
        assertThat(campaigns.post("/" + id + "/pause", "{\"colour\":1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aCampaignCanBeAnyGraph() {
        String graph =
                "{\"name\":\"Graph\",\"nodes\":[{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"segment_exit\",\"segment\":\"SEGMENT\"},"
                        + "{\"id\":\"s\",\"type\":\"split\",\"variants\":[{\"name\":\"a\",\"weight\":50},{\"name\":\"b\",\"weight\":50}]},"
                        + "{\"id\":\"m\",\"type\":\"send\",\"channel\":\"push\",\"template\":\"TEMPLATE\"}],"
                        + "\"edges\":[{\"from\":\"t\",\"to\":\"s\"},{\"from\":\"s\",\"to\":\"m\",\"when\":\"b\"}],"
                        + "\"settings\":{\"daily_limit\":50}}";
        JsonNode given = CampaignApi.parse(campaigns.named(graph));

        JsonNode created = campaigns.create(graph);
        String id = created.path("id").asText();

        for (String field : List.of("nodes", "edges", "settings")) {
            assertThat(created.path(field)).isEqualTo(given.path(field));
        }
        assertThat(created.has("steps")).isFalse();
        assertThat(created.path("type").asText()).isEqualTo("lifecycle");
        JsonNode limited = api.json(200, campaigns.patch(id, "{\"settings\":{\"frequencyCap\":2}}"));
        assertThat(limited.path("settings").toString())
                .isEqualTo("{\"frequency_cap\":{\"max\":2,\"window\":\"24h\"},\"daily_limit\":50}");
        assertThat(limited.path("nodes")).isEqualTo(created.path("nodes"));
        JsonNode free =
                api.json(200, campaigns.patch(id, "{\"settings\":{\"frequency_cap\":null,\"daily_limit\":null}}"));
        assertThat(free.path("settings")).isEmpty();
        JsonNode steps = api.json(
                200,
                campaigns.patch(
                        id, "{\"type\":\"broadcast\",\"segment_id\":\"SEGMENT\",\"subject\":\"x\",\"content\":\"y\"}"));
        assertThat(steps.path("type").asText()).isEqualTo("broadcast");
        assertThat(steps.path("nodes")).hasSize(2);
    }

    @Test
    void everyFaultIsNamedWithItsPlace() {
        JsonNode faults = api.json(
                        400,
                        campaigns.post(
                                "",
                                "{\"colour\":1,\"nodes\":[{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"segment_entry\","
                                        + "\"segment\":\"seg_none\"},{\"id\":\"d\",\"type\":\"delay\",\"duration\":5}],\"edges\":[]}"))
                .path("error")
                .path("details");
        assertThat(Api.texts(faults, "field")).containsExactlyInAnyOrder("/name", "/colour");
        faults = api.json(
                        400,
                        campaigns.post(
                                "",
                                "{\"name\":\"x\",\"nodes\":[{\"id\":\"t\",\"type\":\"trigger\",\"on\":\"segment_entry\","
                                        + "\"segment\":\"seg_none\"},{\"id\":\"m\",\"type\":\"send\",\"channel\":\"email\",\"template\":\"tmpl_none\"}],"
                                        + "\"edges\":[{\"from\":\"t\",\"to\":\"x\"}]}"))
                .path("error")
                .path("details");
        assertThat(Api.texts(faults, "reason"))
                .containsExactlyInAnyOrder("unknown_segment", "unknown_template", "unknown_node");
        assertThat(faults.toString()).contains("node \\\"t\\\"", "node \\\"m\\\"", "/nodes/0/segment");
        assertThat(campaigns.post("", "{\"name\":\"x\",\"type\":\"lifecycle\"}").statusCode())
                .isEqualTo(400);
        assertThat(campaigns.post("", "[]").statusCode()).isEqualTo(400);
    }

    @Test
    void onlyWhatIsWholeIsLaunched() {
        String id = campaigns
                .create("{\"name\":\"Empty\",\"nodes\":[],\"edges\":[]}")
                .path("id")
                .asText();

        JsonNode refused = api.json(400, campaigns.post("/" + id + "/activate", ""));

        assertThat(Api.texts(refused.path("error").path("details"), "reason")).containsExactly("no_trigger");
        String launched = campaigns.welcome();
        api.json(200, campaigns.post("/" + launched + "/activate", ""));
        assertThat(campaigns.patch(launched, "{\"nodes\":[],\"edges\":[]}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anEditForAnotherVersionIsRefusedAndOneOfACompletedCampaignToo() {
        String id = campaigns.welcome();
        long version = campaigns.show(id).path("version").asLong();
        api.json(200, campaigns.patch(id, "{\"name\":\"a\",\"version\":" + version + "}"));

        JsonNode conflict = api.json(409, campaigns.patch(id, "{\"name\":\"b\",\"version\":" + version + "}"));
        assertThat(conflict.path("error").path("code").asText()).isEqualTo("version_conflict");
        assertThat(campaigns
                        .patch(id, "{\"name\":\"b\"}", "If-Match", "\"" + version + "\"")
                        .statusCode())
                .isEqualTo(409);
        assertThat(campaigns.show(id).path("name").asText()).isEqualTo("a");
        assertThat(campaigns.show(id).path("graph_version").asInt()).isEqualTo(1);

        api.json(200, campaigns.post("/" + id + "/activate", ""));
        api.json(200, campaigns.post("/" + id + "/complete", ""));
        assertThat(campaigns.patch(id, "{\"name\":\"c\"}").statusCode()).isEqualTo(409);
        assertThat(campaigns.patch(id, "{\"settings\":{\"daily_limit\":1}}").statusCode())
                .isEqualTo(409);
    }

    @Test
    void theSameRequestUnderOneKeyCreatesOneCampaign() {
        String body = "{\"name\":\"Once\",\"nodes\":[],\"edges\":[]}";
        JsonNode first = api.json(201, campaigns.post("", body, "Idempotency-Key", "k-1"));
        JsonNode second = api.json(201, campaigns.post("", body, "Idempotency-Key", "k-1"));

        assertThat(second).isEqualTo(first);
        assertThat(listed("")).hasSize(1);
        // What is refused uses up no key.
        assertThat(campaigns
                        .post("", "{\"name\":\"x\",\"nodes\":7}", "Idempotency-Key", "k-2")
                        .statusCode())
                .isEqualTo(400);
        api.json(201, campaigns.post("", body, "Idempotency-Key", "k-2"));
        assertThat(campaigns
                        .post("", body.replace("Once", "Twice"), "Idempotency-Key", "k-1")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void whatACampaignNamesCannotBeDeletedUnderIt() {
        String id = campaigns.create(ONBOARDING).path("id").asText();
        JsonNode used = api.json(409, api.delete("/v1/segments/" + campaigns.segment, api.secretKey));
        assertThat(used.path("error").path("code").asText()).isEqualTo("in_use");
        assertThat(used.path("error").path("details").path(0).path("used_by").asText())
                .isEqualTo(id);
        assertThat(api.delete("/v1/templates/" + campaigns.template, api.secretKey)
                        .statusCode())
                .isEqualTo(409);

        // Somebody may be in the version that names them, though the newest one does not.
        api.json(200, campaigns.post("/" + id + "/activate", ""));
        api.json(
                200,
                campaigns.patch(
                        id, "{\"trigger\":{\"event\":\"x\"},\"steps\":[{\"subject\":\"x\",\"content\":\"y\"}]}"));
        assertThat(api.delete("/v1/segments/" + campaigns.segment, api.secretKey)
                        .statusCode())
                .isEqualTo(409);

        api.json(200, campaigns.post("/" + id + "/complete", ""));
        api.json(200, api.delete("/v1/segments/" + campaigns.segment, api.secretKey));
        api.json(200, api.delete("/v1/templates/" + campaigns.template, api.secretKey));
    }

    @Test
    void aDeletedCampaignIsGoneWithItsVersions() {
        String id = campaigns.welcome();

        assertThat(api.json(200, campaigns.delete(id)).toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"deleted\":true}");

        assertThat(campaigns.get("/" + id).statusCode()).isEqualTo(404);
        assertThat(campaigns.delete(id).statusCode()).isEqualTo(404);
        assertThat(campaigns.post("/" + id + "/activate", "").statusCode()).isEqualTo(404);
        assertThat(api.definitions.all(Definition.Kind.CAMPAIGN_VERSION)).isEmpty();
    }

    @Test
    void statisticsAreZeroAndThenThoseOfItsMessages() {
        String id = campaigns.welcome();
        assertThat(stats(id).toString())
                .isEqualTo("{\"sent\":0,\"delivered\":0,\"opened\":0,\"clicked\":0,\"bounced\":0,\"unsubscribed\":0,"
                        + "\"open_rate\":0.0,\"click_rate\":0.0,\"bounce_rate\":0.0,\"unsubscribe_rate\":0.0}");

        // Five sent: four delivered, of which two opened (one twice), one clicked and left; one bounced. One skipped.
        message("s1", id, "sent", "delivered", "opened", "opened", "clicked", "unsubscribed");
        message("s2", id, "sent", "delivered", "opened");
        message("s3", id, "sent", "delivered");
        message("s4", id, "sent", "delivered");
        message("s5", id, "sent", "bounced");
        message("s6", id, "skipped");
        message("s7", "cmp_another", "sent", "delivered");
        api.stored();

        assertThat(stats(id).toString())
                .isEqualTo("{\"sent\":5,\"delivered\":4,\"opened\":2,\"clicked\":1,\"bounced\":1,\"unsubscribed\":1,"
                        + "\"open_rate\":0.5,\"click_rate\":0.25,\"bounce_rate\":0.2,\"unsubscribe_rate\":0.25}");
        JsonNode whole = api.json(200, campaigns.get("/" + id + "/stats"));
        assertThat(whole.path("campaign_id").asText()).isEqualTo(id);
        assertThat(whole.path("status").asText()).isEqualTo("draft");
        assertThat(whole.path("updated_at").asText()).isEqualTo("2026-03-15T12:00:00.000Z");
    }

    private JsonNode stats(String id) {
        return api.json(200, campaigns.get("/" + id + "/stats")).path("stats");
    }

    private void message(String send, String campaign, String... steps) {
        for (String step : steps) {
            api.track(
                    "u",
                    "message_" + step,
                    "2026-03-14T10:00:00.000Z",
                    "send_id",
                    send,
                    "campaign_id",
                    campaign,
                    "channel",
                    "email");
        }
    }

    @Test
    void theSchemaOfGraphsIsShown() {
        JsonNode schema = api.json(200, campaigns.get("/schema"));

        assertThat(schema.path("$schema").asText()).contains("2020-12");
        assertThat(schema.path("$defs").has("rules")).isTrue();
    }
}
