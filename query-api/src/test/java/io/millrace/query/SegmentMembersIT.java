package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members, past members and estimates over rows as the job writes them. The clock stands at 2026-03-15, 12:00 UTC. */
class SegmentMembersIT {

    private static final String TWICE =
            "{\"field\":\"events.login\",\"op\":\"count_gte\",\"value\":2,\"window\":\"7d\"}";

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void membersComeInPagesAndAsCsv() {
        String id = created("{\"name\":\"VIP\",\"type\":\"static\"}");
        List<String> users = List.of("ann", "bob", "eve", "joe", "kim");
        List<ObjectNode> members = new ArrayList<>();
        users.forEach(user -> {
            contact(user);
            members.add(member(id, user, 1, 1));
        });
        members.add(member(id, "eve", 0, 2));
        api.insert("segment_members", members);

        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = api.json(200, api.get("/v1/segments/" + id + "/contacts?limit=2" + cursor, api.secretKey));
            listed.addAll(Api.texts(page.path("data"), "external_id"));
            assertThat(page.path("as_of").asText()).isEqualTo("2026-03-15T12:00:00.000Z");
            if (!page.path("has_more").asBoolean()) {
                break;
            }
            cursor = "&cursor=" + page.path("next_cursor").asText();
        }
        assertThat(listed).containsExactlyInAnyOrder("ann", "bob", "joe", "kim");
        HttpResponse<String> csv = api.get("/v1/segments/" + id + "/contacts?format=csv", api.secretKey);
        assertThat(csv.body().lines()).hasSize(5).anyMatch(line -> line.contains(",kim,"));
        assertThat(api.get("/v1/segments/seg_none/contacts", api.secretKey).statusCode())
                .isEqualTo(404);
        assertThat(api.get("/v1/segments/" + id + "/contacts?at=soon", api.secretKey)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void atAPastInstantTheRulesAreJudgedToTheMillisecond() {
        contact("ann");
        contact("bob");
        api.track("ann", "login", "2026-03-10T12:00:00.000Z")
                .track("ann", "login", "2026-03-11T12:00:00.000Z")
                .track("bob", "login", "2026-03-11T12:00:00.000Z")
                .stored();
        String id = created("{\"name\":\"Twice\",\"rules\":" + TWICE + "}");

        assertThat(membersAt(id, "at=2026-03-11T11:59:59.999Z")).isEmpty();
        assertThat(membersAt(id, "at=2026-03-11T12:00:00.000Z")).containsExactly("ann");
        // The older login leaves its window at the 17th, 12:00.
        assertThat(membersAt(id, "at=2026-03-17T11:59:59.999Z")).containsExactly("ann");
        assertThat(membersAt(id, "at=2026-03-17T12:00:00.000Z")).isEmpty();
    }

    @Test
    void asItWasKnownTheLogDecides() {
        String id = created("{\"name\":\"VIP\",\"type\":\"static\"}");
        contact("ann");
        api.insert(
                "segment_changes",
                List.of(
                        change(id, "ann", "entered", "2026-03-01 00:00:00.000", "2026-03-05 00:00:00.000", 1),
                        change(id, "ann", "exited", "2026-03-08 00:00:00.000", "2026-03-08 00:00:00.000", 2)));

        assertThat(membersAt(id, "known_at=2026-03-04T23:59:59.999Z")).isEmpty();
        assertThat(membersAt(id, "known_at=2026-03-05T00:00:00.000Z")).containsExactly("ann");
        assertThat(membersAt(id, "known_at=2026-03-09")).isEmpty();
        assertThat(membersAt(id, "known_at=2026-03-09&at=2026-03-07")).containsExactly("ann");
    }

    @Test
    void anEstimateCountsExactlyAndShowsWhoTheyAre() {
        for (int i = 0; i < 16; i++) {
            contact("u" + i);
        }
        api.track("u0", "login", "2026-03-10T12:00:00.000Z")
                .track("u0", "login", "2026-03-11T12:00:00.000Z")
                .track("u1", "login", "2026-03-11T12:00:00.000Z")
                .stored();

        JsonNode estimate = api.json(
                200, api.post("/v1/segments/estimate", api.secretKey, "{\"history\":true,\"rules\":" + TWICE + "}"));
        assertThat(estimate.path("estimated_count").asInt()).isEqualTo(1);
        assertThat(estimate.path("total_contacts").asInt()).isEqualTo(16);
        // 1 of 16 is 6.25 %.
        assertThat(estimate.path("percentage").decimalValue()).isEqualByComparingTo("6.3");
        assertThat(Api.texts(estimate.path("sample"), "external_id")).containsExactly("u0");
        assertThat(estimate.path("reachable").path("onsite").asInt()).isEqualTo(1);
        assertThat(estimate.path("as_of").asText()).isEqualTo("2026-03-15T12:00:00.000Z");
        JsonNode history = estimate.path("history");
        assertThat(history).hasSize(30);
        assertThat(history.get(29).toString()).isEqualTo("{\"date\":\"2026-03-15\",\"count\":1}");
        assertThat(history.get(25).toString()).isEqualTo("{\"date\":\"2026-03-11\",\"count\":1}");
        assertThat(history.get(24).toString()).isEqualTo("{\"date\":\"2026-03-10\",\"count\":0}");

        assertThat(api.post("/v1/segments/estimate", api.secretKey, "{}").statusCode())
                .isEqualTo(400);
        assertThat(api.post(
                                "/v1/segments/estimate",
                                api.secretKey,
                                "{\"rules\":{\"field\":\"segments\",\"op\":\"in\",\"value\":\"seg_none\"}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anEstimateOfASegmentItselfHasTheHistoryOfItsLog() {
        contact("ann");
        contact("bob");
        String id = created("{\"name\":\"Everyone\",\"rules\":{\"operator\":\"AND\",\"conditions\":[]}}");
        api.insert(
                "segment_changes",
                List.of(
                        change(id, "ann", "entered", "2026-01-01 00:00:00.000", "2026-01-01 00:00:00.000", 1),
                        change(id, "bob", "entered", "2026-03-10 00:00:00.000", "2026-03-10 00:00:00.000", 2),
                        change(id, "ann", "exited", "2026-03-12 23:59:59.999", "2026-03-12 23:59:59.999", 3)));

        JsonNode own = api.json(200, api.post("/v1/segments/" + id + "/estimate", api.secretKey, ""));
        assertThat(own.path("estimated_count").asInt()).isEqualTo(2);
        List<Integer> counts = new ArrayList<>();
        own.path("history").forEach(day -> counts.add(day.path("count").asInt()));
        assertThat(counts).hasSize(30);
        assertThat(counts.subList(23, 30)).containsExactly(1, 2, 2, 1, 1, 1, 1);
        assertThat(own.path("history").get(24).path("date").asText()).isEqualTo("2026-03-10");

        JsonNode others =
                api.json(200, api.post("/v1/segments/" + id + "/estimate", api.secretKey, "{\"rules\":" + TWICE + "}"));
        assertThat(others.path("estimated_count").asInt()).isZero();
        assertThat(others.has("history")).isFalse();
    }

    @Test
    void aNewSegmentIsCountedAndListedByItsRulesBeforeTheJobHasJudgedAnybody() {
        contact("ann");
        contact("bob");

        JsonNode created = api.json(
                201,
                api.post(
                        "/v1/segments",
                        api.secretKey,
                        "{\"name\":\"All\",\"rules\":{\"operator\":\"AND\",\"conditions\":[]}}"));
        String one = "/v1/segments/" + created.path("id").asText();

        assertThat(created.path("status").asText()).isEqualTo("backfilling");
        assertThat(created.path("contact_count").asInt()).isEqualTo(2);
        assertThat(api.json(200, api.get("/v1/segments", api.secretKey))
                        .path("data")
                        .get(0)
                        .path("contact_count")
                        .asInt())
                .isEqualTo(2);
        assertThat(Api.texts(
                        api.json(200, api.get(one + "/contacts", api.secretKey)).path("data"), "external_id"))
                .containsExactlyInAnyOrder("ann", "bob");
    }

    @Test
    void onlyMembersOfHandKeptSegmentsAreSetByHandAndAllMustBeKnown() {
        String dynamic = created("{\"name\":\"D\",\"rules\":{\"operator\":\"AND\",\"conditions\":[]}}");
        String id = created("{\"name\":\"S\",\"type\":\"static\"}");

        assertThat(add(dynamic, "{\"contacts\":[\"ann\"]}").statusCode()).isEqualTo(409);
        HttpResponse<String> unknown = add(id, "{\"contacts\":[\"nobody\"]}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"contact\":\"nobody\"");
        assertThat(add(id, "{\"contacts\":[]}").statusCode()).isEqualTo(400);
        assertThat(add(id, "{\"contacts\":[7],\"colour\":1}").body())
                .contains("\"field\":\"/contacts/0\"", "\"field\":\"/colour\"");
        assertThat(api.delete("/v1/segments/" + id + "/contacts/nobody", api.secretKey)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theSchemaOfRulesIsServed() {
        assertThat(api.json(200, api.get("/v1/segments/schema", api.secretKey))
                        .path("$schema")
                        .asText())
                .contains("2020-12");
    }

    @Test
    void anExplanationShowsEachConditionItsValueItsEventsAndWhenItChanges() {
        contact("ann");
        api.insert(
                "profile_writes",
                List.of(
                        write("ann", "trait", "plan", "\"trial\"", "2026-03-01 00:00:00.000", 1),
                        write("ann", "trait", "plan", "\"pro\"", "2026-03-13 00:00:00.000", 2),
                        write("ann", "tags", "", "[\"vip\"]", "2026-03-02 00:00:00.000", 3)));
        api.track("ann", "login", "2026-03-10T12:00:00.000Z")
                .track("ann", "login", "2026-03-11T12:00:00.000Z")
                .track("ann", "logout", "2026-03-11T13:00:00.000Z")
                .stored();
        String id = created("{\"name\":\"Twice on trial\",\"rules\":{\"operator\":\"AND\",\"conditions\":[" + TWICE
                + ",{\"field\":\"traits.plan\",\"op\":\"eq\",\"value\":\"trial\"},"
                + "{\"field\":\"tags\",\"op\":\"contains\",\"value\":\"vip\"}]}}");
        String path = "/v1/segments/" + id + "/explain?contact=ann";

        JsonNode then = api.json(200, api.get(path + "&at=2026-03-12T00:00:00Z", api.secretKey));
        assertThat(then.path("member").asBoolean()).isTrue();
        // The older login leaves its window at the 17th, 12:00; the plan is what it was on the 12th.
        assertThat(then.path("changes_at").asText()).isEqualTo("2026-03-17T12:00:00.000Z");
        assertThat(then.path("as_of").asText()).isEqualTo("2026-03-12T00:00:00.000Z");
        JsonNode logins = then.path("rule").path("conditions").get(0);
        assertThat(logins.path("holds").asBoolean()).isTrue();
        assertThat(logins.path("value").asInt()).isEqualTo(2);
        assertThat(Api.texts(logins.path("events"), "timestamp"))
                .containsExactly("2026-03-10T12:00:00.000Z", "2026-03-11T12:00:00.000Z");

        JsonNode now = api.json(200, api.get(path, api.secretKey));
        assertThat(now.path("member").asBoolean()).isFalse();
        List<Boolean> held = new ArrayList<>();
        now.path("rule")
                .path("conditions")
                .forEach(part -> held.add(part.path("holds").asBoolean()));
        assertThat(held).containsExactly(true, false, true);
        assertThat(now.path("rule").path("conditions").get(1).path("value").asText())
                .isEqualTo("pro");

        JsonNode before = api.json(200, api.get(path + "&at=2026-03-10T11:59:59.999Z", api.secretKey));
        assertThat(before.path("rule").path("conditions").get(0).path("value").asInt())
                .isZero();
        assertThat(api.get("/v1/segments/" + id + "/explain", api.secretKey).statusCode())
                .isEqualTo(400);
        assertThat(api.get("/v1/segments/" + id + "/explain?contact=nobody", api.secretKey)
                        .statusCode())
                .isEqualTo(404);
    }

    private ObjectNode write(String user, String field, String key, String value, String at, int sequence) {
        return Json.MAPPER
                .createObjectNode()
                .put("workspace", api.workspace.id())
                .put(
                        "person",
                        ContactId.of(api.workspace.id(), Person.of(user, null)).number())
                .put("field", field)
                .put("key", key)
                .put("value", value)
                .put("timestamp", at)
                .put("received_at", at)
                .put("sequence", sequence);
    }

    private HttpResponse<String> add(String id, String body) {
        return api.post("/v1/segments/" + id + "/contacts", api.secretKey, body);
    }

    private List<String> membersAt(String id, String when) {
        return Api.texts(
                api.json(200, api.get("/v1/segments/" + id + "/contacts?" + when, api.secretKey))
                        .path("data"),
                "external_id");
    }

    private String created(String body) {
        return api.json(201, api.post("/v1/segments", api.secretKey, body))
                .path("id")
                .asText();
    }

    private void contact(String user) {
        ObjectNode row = row(user)
                .put("external_id", user)
                .put("traits", "{}")
                .put("created_at", "2026-01-01 00:00:00.000")
                .put("updated_at", "2026-01-01 00:00:00.000")
                .put("version", 1);
        api.insert("contacts", List.of(row));
    }

    private ObjectNode member(String segment, String user, int isMember, int version) {
        return row(user).put("segment", segment).put("is_member", isMember).put("version", version);
    }

    private ObjectNode change(String segment, String user, String change, String at, String knownAt, int version) {
        return row(user)
                .put("segment", segment)
                .put("change", change)
                .put("cause", "edit")
                .put("at", at)
                .put("known_at", knownAt)
                .put("evidence", "{}")
                .put("version", version);
    }

    private ObjectNode row(String user) {
        return Json.MAPPER
                .createObjectNode()
                .put("workspace", api.workspace.id())
                .put(
                        "contact",
                        ContactId.of(api.workspace.id(), Person.of(user, null)).number());
    }
}
