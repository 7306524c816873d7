package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.ApiKey;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Scope;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is behind a number: listed, in pages, as CSV, by group, and kept as a segment. */
class PeopleIT {

    private static final String GROUPED =
            """
            {"type":"unique_contacts","event":"buy","from":"2026-02-01","to":"2026-02-02","group_by":"properties.plan","limit":1}
            """;

    private final Api api = Api.withKafka();
    private final JobDouble job = JobDouble.start(api);
    private long version;

    @BeforeEach
    void store() {
        api.track("ann", "buy", "2026-02-01T01:00:00.000Z", "plan", "gold")
                .track("bob", "buy", "2026-02-01T02:00:00.000Z", "plan", "gold")
                .track("cid", "buy", "2026-02-02T02:00:00.000Z", "plan", "tin")
                .track("dot", "buy", "2026-02-02T02:00:00.000Z")
                .track("a1", "buy", "2026-02-01T03:00:00.000Z", "plan", "tin");
        api.lastRow().put("person", number(Person.Kind.ANONYMOUS, "a1")).put("user_id", "");
        api.stored();
        ObjectNode slice =
                row().put("person", number(Person.Kind.ANONYMOUS, "a1")).put("from_ms", 0);
        slice.put("contact", number(Person.Kind.USER, "ann")).put("version", ++version);
        api.insert("identities", List.of(slice));
        contact("ann", "ann@example.com", false);
        contact("bob", "", false);
        contact("cid", "cid@example.com", true);
    }

    @AfterEach
    void close() {
        job.close();
        api.close();
    }

    @Test
    void aCellListsItsContactsOnceByTheirIds() {
        JsonNode answer = people(GROUPED, "{\"date\":\"2026-02-01\"}", "");

        List<String> expected = Stream.of("ann", "bob")
                .sorted(Comparator.comparing(user -> id(user).number()))
                .map(user -> "{\"id\":\"" + id(user) + "\",\"external_id\":\"" + user + "\",\"email\":"
                        + (user.equals("ann") ? "\"ann@example.com\"" : "null") + "}")
                .toList();
        assertThat(answer.toString())
                .isEqualTo("{\"data\":[" + String.join(",", expected)
                        + "],\"total\":2,\"has_more\":false,\"next_cursor\":null}");
    }

    @Test
    void groupsTheAbsentAndTheRestHaveTheirOwn() {
        assertThat(names(people(GROUPED, "{\"group\":[\"gold\"]}", ""))).containsExactlyInAnyOrder("ann", "bob");
        assertThat(names(people(GROUPED, "{\"group\":[null]}", ""))).containsExactly("null");
        // cid was deleted, dot has no profile: nothing but their ids is said.
        assertThat(names(people(GROUPED, "{\"other\":true}", ""))).containsExactlyInAnyOrder("ann", "null");
        assertThat(names(people(GROUPED, "{\"other\":true,\"date\":\"2026-02-01\"}", "")))
                .containsExactly("ann");
        assertThat(people(GROUPED, "{\"group\":[\"none such\"]}", "")
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void pagesFollowEachOther() {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = people(GROUPED, "{}", ",\"limit\":1" + cursor);
            assertThat(page.path("total").asInt()).isEqualTo(4);
            assertThat(page.path("data")).hasSize(1);
            seen.addAll(Api.texts(page.path("data"), "id"));
            assertThat(page.path("has_more").asBoolean()).isEqualTo(seen.size() < 4);
            cursor = ",\"cursor\":" + page.path("next_cursor");
        } while (!cursor.endsWith("null"));

        assertThat(seen).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void csvHasAllOfThem() {
        String csv = api.post(
                        "/v1/analytics/people",
                        api.secretKey,
                        "{\"query\":" + GROUPED + ",\"cell\":{},\"format\":\"csv\"}")
                .body();

        assertThat(csv).startsWith("id,external_id,email\r\n").contains(id("bob") + ",bob,\r\n");
        assertThat(csv.lines()).hasSize(5);
    }

    @Test
    void whatNoRuleMeansIsKeptByHand() {
        JsonNode segment = Json.parse(
                save(api.secretKey, "{\"group\":[\"gold\"]}", 201).body().getBytes(StandardCharsets.UTF_8));

        assertThat(segment.path("name").asText()).isEqualTo("Buyers");
        assertThat(segment.path("type").asText()).isEqualTo("static");
        assertThat(segment.has("pending")).isFalse();
        assertThat(job.taken())
                .extracting(record -> record.person() + " " + new String(record.body(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(entered("ann", segment), entered("bob", segment));
        assertThat(api.get("/v1/segments/" + segment.path("id").asText(), api.secretKey)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatARuleMeansIsKeptByTheRule() {
        JsonNode segment = Json.parse(
                save(api.secretKey, "{\"date\":\"2026-02-01\"}", 201).body().getBytes(StandardCharsets.UTF_8));

        assertThat(segment.path("name").asText()).isEqualTo("Buyers");
        assertThat(segment.path("type").asText()).isEqualTo("dynamic");
        assertThat(segment.path("rules").toString())
                .isEqualTo("{\"field\":\"events.buy\",\"op\":\"count_gte\",\"value\":1,"
                        + "\"since\":\"2026-02-01T00:00:00.000Z\",\"until\":\"2026-02-02T00:00:00.000Z\"}");
        // ann and bob: judged by the rule until the job has its past.
        assertThat(segment.path("contact_count").asInt()).isEqualTo(2);
        assertThat(job.taken()).isEmpty();
    }

    @Test
    void filtersOnTheContactAreConditionsOfTheirOwnAndThoseOnTheContextKeepARuleAway() {
        String query = "{\"type\":\"lifecycle\",\"event\":\"buy\",\"interval\":\"day\",\"from\":\"2026-02-01\","
                + "\"to\":\"2026-02-02\",\"filters\":%s}";
        String cell = ",\"cell\":{\"date\":\"2026-02-02\",\"state\":\"new\"},\"save_as_segment\":\"New\"}";
        String filters = "[{\"field\":\"traits.plan\",\"op\":\"neq\",\"value\":\"a\"},"
                + "{\"field\":\"properties.plan\",\"op\":\"exists\"}]";
        JsonNode byRule = saved("{\"query\":" + query.formatted(filters) + cell);
        String buys = "{\"field\":\"events.buy\",\"op\":\"count_%s\",\"value\":%d,"
                + "\"where\":[{\"field\":\"properties.plan\",\"op\":\"exists\"}],%s}";

        assertThat(byRule.path("rules").toString())
                .isEqualTo("{\"operator\":\"AND\",\"conditions\":["
                        + "{\"field\":\"traits.plan\",\"op\":\"neq\",\"value\":\"a\"},"
                        + buys.formatted(
                                "gte",
                                1,
                                "\"since\":\"2026-02-02T00:00:00.000Z\",\"until\":\"2026-02-03T00:00:00.000Z\"")
                        + ","
                        + buys.formatted("eq", 0, "\"until\":\"2026-02-02T00:00:00.000Z\"")
                        + "]}");
        JsonNode byHand = saved("{\"query\":" + query.formatted("{\"context.locale\":\"en\"}") + cell);
        assertThat(byHand.path("type").asText()).isEqualTo("static");
    }

    private JsonNode saved(String body) {
        return api.json(201, api.post("/v1/analytics/people", api.secretKey, body));
    }

    @Test
    void savingNeedsTheScopeOfSegments() {
        String reader = Ids.secretKey();
        api.access.create(ApiKey.of(
                reader, api.workspace.id(), ApiKey.Type.SECRET, "reader", Set.of(Scope.ANALYTICS_READ), Api.NOW));

        assertThat(save(reader, "{}", 403).body()).contains("insufficient_scope", "segments:write");
    }

    @Test
    void everyFaultIsNamed() {
        HttpResponse<String> response = api.post(
                "/v1/analytics/people",
                api.secretKey,
                "{\"query\":{\"type\":\"event_count\",\"from\":\"2026-02-01\",\"to\":\"2026-02-01\",\"colour\":1},"
                        + "\"limit\":0,\"cursor\":\"x\",\"more\":1}");

        JsonNode error = api.json(400, response).path("error");
        assertThat(Api.texts(error.path("details"), "field"))
                .containsExactly("/query/colour", "/cell", "/limit", "/cursor", "/more");
        JsonNode cell = api.json(
                        400,
                        api.post(
                                "/v1/analytics/people",
                                api.secretKey,
                                "{\"query\":{\"type\":\"event_count\"},\"cell\":{\"date\":\"2020-01-01\",\"series\":\"B\",\"group\":[\"x\"],\"step\":1}}"))
                .path("error");
        assertThat(Api.texts(cell.path("details"), "field"))
                .containsExactly("/cell/series", "/cell/date", "/cell/group", "/cell/step");
    }

    private static String entered(String user, JsonNode segment) {
        return new Person(Person.Kind.USER, user) + " {\"do\":\"static\",\"enter\":[\""
                + segment.path("id").asText() + "\"]}";
    }

    private HttpResponse<String> save(String key, String cell, int status) {
        HttpResponse<String> response = api.post(
                "/v1/analytics/people",
                key,
                "{\"query\":" + GROUPED + ",\"cell\":" + cell + ",\"save_as_segment\":\"Buyers\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response;
    }

    private JsonNode people(String query, String cell, String more) {
        return api.json(
                200,
                api.post(
                        "/v1/analytics/people",
                        api.secretKey,
                        "{\"query\":" + query + ",\"cell\":" + cell + more + "}"));
    }

    private static List<String> names(JsonNode page) {
        return Api.texts(page.path("data"), "external_id");
    }

    private void contact(String user, String email, boolean gone) {
        ObjectNode row = row().put("contact", number(Person.Kind.USER, user));
        row.put("external_id", user)
                .put("email", email)
                .put("gone", gone ? 1 : 0)
                .put("version", ++version);
        api.insert("contacts", List.of(row));
    }

    private ObjectNode row() {
        return Json.MAPPER.createObjectNode().put("workspace", api.workspace.id());
    }

    private ContactId id(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user));
    }

    private java.math.BigInteger number(Person.Kind kind, String id) {
        return ContactId.of(api.workspace.id(), new Person(kind, id)).number();
    }
}
