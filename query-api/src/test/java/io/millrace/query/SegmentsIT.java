package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.definition.BackfillStatus;
import io.millrace.core.definition.SegmentDefinition;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import io.millrace.streams.definition.Definition;
import io.millrace.streams.definition.Definition.Kind;
import io.millrace.streams.definition.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Segments over HTTP: what is kept, what is refused, and that edits do not lose one another. */
class SegmentsIT {

    private static final String TRIALS =
            "{\"name\":\"Active Trial Users\",\"rules\":{\"operator\":\"AND\",\"conditions\":["
                    + "{\"field\":\"traits.plan\",\"op\":\"eq\",\"value\":\"trial\"},"
                    + "{\"field\":\"events.login\",\"op\":\"count_gte\",\"value\":3,\"window\":\"7d\"},"
                    + "{\"field\":\"traits.signed_up_at\",\"op\":\"gte\",\"value\":\"2025-01-01\"}]}}";

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aSegmentIsCreatedShownEditedAndDeleted() {
        JsonNode created = create(TRIALS);
        String id = created.path("id").asText();

        assertThat(id).startsWith("seg_");
        assertThat(created.path("rules")).isEqualTo(parse(TRIALS).path("rules"));
        assertThat(created.path("type").asText()).isEqualTo("dynamic");
        assertThat(created.path("contact_count").asInt()).isZero();
        assertThat(created.path("created_at").asText()).isEqualTo("2026-03-15T12:00:00.000Z");
        assertThat(api.json(200, api.get("/v1/segments/" + id, api.secretKey))).isEqualTo(created);

        JsonNode renamed = api.json(200, patch(id, "{\"name\":\"Trials\"}"));
        assertThat(renamed.path("name").asText()).isEqualTo("Trials");
        assertThat(renamed.path("rules")).isEqualTo(created.path("rules"));
        assertThat(renamed.path("version").asLong())
                .isGreaterThan(created.path("version").asLong());

        assertThat(api.json(200, delete(id)).toString()).isEqualTo("{\"id\":\"" + id + "\",\"deleted\":true}");
        assertThat(api.get("/v1/segments/" + id, api.secretKey).statusCode()).isEqualTo(404);
        assertThat(delete(id).statusCode()).isEqualTo(404);
        assertThat(patch(id, "{\"name\":\"x\"}").statusCode()).isEqualTo(404);
    }

    @Test
    void conditionsOnEventsThatAreNotKeptAreWarnedOf() {
        String conditions = String.join(
                ",",
                condition("a", "\"count_gte\",\"value\":1,\"window\":\"90d\""),
                condition("b", "\"count_gte\",\"value\":1,\"window\":\"2161h\""),
                condition("c", "\"count_gte\",\"value\":1"),
                condition("d", "\"last_within_last\",\"value\":\"90d\""),
                condition("e", "\"last_older_than\",\"value\":\"1d\""),
                // It is noon of March 15: the 90th day before begins December 15.
                condition("f", "\"count_lt\",\"value\":1,\"since\":\"2025-12-15T00:00:00Z\""),
                condition("g", "\"count_lt\",\"value\":1,\"since\":\"2025-12-14T23:59:59Z\""),
                condition("h", "\"count_gte\",\"value\":1,\"window\":\"today\""),
                "{\"field\":\"traits.plan\",\"op\":\"exists\"}");
        JsonNode created =
                create("{\"name\":\"Many\",\"rules\":{\"operator\":\"OR\",\"conditions\":[{\"operator\":\"NOT\","
                        + "\"conditions\":[{\"operator\":\"AND\",\"conditions\":[" + conditions + "]}]}]}}");
        String id = created.path("id").asText();
        assertThat(created.has("warnings")).isFalse();

        api.json(200, api.patch("/v1/settings", api.secretKey, "{\"retention_days\":90}"));

        JsonNode shown = api.json(200, api.get("/v1/segments/" + id, api.secretKey));
        List<String> warned = new ArrayList<>();
        shown.path("warnings").forEach(warning -> {
            assertThat(warning.path("code").asText()).isEqualTo("beyond_retention");
            assertThat(warning.path("message").asText()).contains("90 days");
            warned.add(warning.path("condition").path("field").asText());
        });
        assertThat(warned).containsExactly("events.b", "events.c", "events.e", "events.g");
        assertThat(api.json(200, api.get("/v1/segments", api.secretKey))
                        .path("data")
                        .path(0))
                .isEqualTo(shown);
    }

    private static String condition(String event, String test) {
        return "{\"field\":\"events." + event + "\",\"op\":" + test + "}";
    }

    @Test
    void theExamplesOfGrowthosAreTakenWordForWord() throws IOException {
        JsonNode examples;
        try (InputStream in = Objects.requireNonNull(
                SegmentsIT.class.getResourceAsStream("simulate/growthos-segments.json"), "the examples")) {
            examples = Json.parse(in.readAllBytes());
        }

        JsonNode created = create(examples.path("create").toString());
        String id = created.path("id").asText();
        JsonNode estimate = api.json(
                200,
                api.post(
                        "/v1/segments/" + id + "/estimate",
                        api.secretKey,
                        examples.path("estimate").toString()));
        JsonNode updated = api.json(200, patch(id, examples.path("update").toString()));

        assertThat(created.path("name").asText()).isEqualTo("Active Trial Users");
        assertThat(created.path("rules")).isEqualTo(examples.at("/create/rules"));
        assertThat(created.path("contact_count").isInt()).isTrue();
        assertThat(estimate.path("estimated_count").asInt()).isZero();
        assertThat(estimate.path("total_contacts").asInt()).isZero();
        assertThat(estimate.path("percentage").decimalValue()).isZero();
        assertThat(updated.path("id").asText()).isEqualTo(id);
        assertThat(updated.path("name").asText()).isEqualTo("Active Trial Users (Updated)");
        assertThat(updated.path("rules")).isEqualTo(examples.at("/update/rules"));
    }

    @Test
    void everyFaultIsNamedWithItsPlace() {
        JsonNode faults = api.json(
                        400,
                        post("{\"colour\":1,\"rules\":{\"operator\":\"AND\",\"conditions\":["
                                + "{\"field\":\"traits.plan\",\"op\":\"equals\",\"value\":1}]}}"))
                .path("error")
                .path("details");

        assertThat(Api.texts(faults, "field")).containsExactlyInAnyOrder("/name", "/colour", "/rules/conditions/0/op");
        assertThat(Api.texts(refused("{\"name\":\"n\"}"), "field")).containsExactly("/rules");
        assertThat(Api.texts(refused("{\"name\":\"n\",\"type\":\"static\",\"rules\":{}}"), "field"))
                .contains("/rules");
        assertThat(Api.texts(refused("{\"name\":\"" + "n".repeat(201) + "\",\"type\":\"static\"}"), "field"))
                .containsExactly("/name");
    }

    @Test
    void anEditOfAnotherVersionIsRefusedWithBothVersions() {
        JsonNode created = create(TRIALS);
        String id = created.path("id").asText();
        long seen = created.path("version").asLong();
        long now = api.json(200, patch(id, "{\"name\":\"a\"}")).path("version").asLong();

        JsonNode error = api.json(409, patch(id, "{\"name\":\"b\",\"version\":" + seen + "}"))
                .path("error");
        assertThat(error.path("code").asText()).isEqualTo("version_conflict");
        assertThat(error.path("details").get(0).toString())
                .isEqualTo("{\"expected_version\":" + seen + ",\"current_version\":" + now + "}");
        assertThat(patch(id, "{\"name\":\"b\"}", "If-Match", "\"" + seen + "\"").statusCode())
                .isEqualTo(409);
        assertThat(patch(id, "{\"name\":\"b\"}", "If-Match", "\"" + now + "\"").statusCode())
                .isEqualTo(200);
        assertThat(patch(id, "{\"name\":\"b\"}", "If-Match", "one").statusCode())
                .isEqualTo(400);
    }

    @Test
    void editsOfDifferentFieldsAtTheSameTimeBothStay() throws InterruptedException {
        String id = create(TRIALS).path("id").asText();
        List<Thread> editors = new ArrayList<>();
        for (String body : List.of("{\"name\":\"new name\"}", "{\"description\":\"new description\"}")) {
            editors.add(new Thread(() -> api.json(200, patch(id, body))));
        }
        editors.forEach(Thread::start);
        for (Thread editor : editors) {
            editor.join();
        }

        JsonNode segment = api.json(200, api.get("/v1/segments/" + id, api.secretKey));
        assertThat(segment.path("name").asText()).isEqualTo("new name");
        assertThat(segment.path("description").asText()).isEqualTo("new description");
    }

    @Test
    void aSegmentThatIsNamedMustExistAndMustNotNameBack() {
        JsonNode unknown = refused(naming("seg_nobody"));
        assertThat(Api.texts(unknown, "field")).containsExactly("/rules/conditions/0/value");

        String a = create("{\"name\":\"A\",\"type\":\"dynamic\",\"rules\":{\"operator\":\"AND\",\"conditions\":[]}}")
                .path("id")
                .asText();
        String b = create(naming(a)).path("id").asText();
        String c = create(naming(b)).path("id").asText();

        String closing = "{\"rules\":" + parse(naming(c)).path("rules") + "}";
        JsonNode cycle = api.json(400, patch(a, closing)).path("error");
        assertThat(cycle.path("details").get(0).path("reason").asText()).isEqualTo("cycle");
        assertThat(cycle.path("message").asText()).contains(a + " → " + c + " → " + b + " → " + a);
        String itself = "{\"rules\":" + parse(naming(a)).path("rules") + "}";
        assertThat(api.json(400, patch(a, itself)).path("error").path("message").asText())
                .contains(a + " → " + a);

        JsonNode inUse = api.json(409, delete(a)).path("error");
        assertThat(inUse.path("details").get(0).path("used_by").asText()).isEqualTo(b);
        assertThat(inUse.path("message").asText()).contains("Uses " + a);
        api.json(200, delete(c));
        api.json(200, delete(b));
        api.json(200, delete(a));
    }

    @Test
    void aRequestSentAgainUnderItsKeyCreatesNoSecondSegment() {
        JsonNode first = api.json(201, post(TRIALS, "Idempotency-Key", "k1"));

        assertThat(api.json(201, post(TRIALS, "Idempotency-Key", "k1"))).isEqualTo(first);
        assertThat(api.json(201, post(TRIALS, "Idempotency-Key", "k2")).path("id"))
                .isNotEqualTo(first.path("id"));
        assertThat(post(TRIALS.replace("Active", "Other"), "Idempotency-Key", "k1")
                        .statusCode())
                .isEqualTo(409);
        try (Api other = Api.start()) {
            assertThat(other.json(201, other.post("/v1/segments", other.secretKey, TRIALS, "Idempotency-Key", "k1"))
                            .path("id"))
                    .isNotEqualTo(first.path("id"));
        }
    }

    @Test
    void aListComesInPagesInTheOrderOfCreation() {
        Set<String> created = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            created.add(create(TRIALS).path("id").asText());
        }
        List<String> listed = new ArrayList<>();
        String query = "?limit=2";
        while (true) {
            JsonNode page = api.json(200, api.get("/v1/segments" + query, api.secretKey));
            listed.addAll(Api.texts(page.path("data"), "id"));
            if (!page.path("has_more").asBoolean()) {
                assertThat(page.path("next_cursor").isNull()).isTrue();
                break;
            }
            assertThat(page.path("data")).hasSize(2);
            query = "?limit=2&cursor=" + page.path("next_cursor").asText();
        }

        assertThat(listed).hasSize(5).containsExactlyInAnyOrderElementsOf(created);
        assertThat(api.get("/v1/segments?format=csv&limit=1", api.secretKey).body())
                .startsWith("id,name,description,type,rules,contact_count,status,created_at,updated_at\r\n"
                        + listed.get(0));
        assertThat(api.get("/v1/segments?cursor=bad", api.secretKey).statusCode())
                .isEqualTo(400);
        assertThat(api.get("/v1/segments?limit=101", api.secretKey).statusCode())
                .isEqualTo(400);
    }

    @Test
    void theAnswerSaysHowFarTheBackfillIsAndWhatKeepsIt() {
        String id = create(TRIALS).path("id").asText();
        JsonNode before = api.json(200, api.get("/v1/segments/" + id, api.secretKey));
        assertThat(before.path("status").asText()).isEqualTo("backfilling");
        long version = before.path("version").asLong();

        Definition written = status(id, version, BackfillStatus.State.RUNNING, 0.4567, "no ClickHouse", -1);
        JsonNode running = api.json(200, api.get("/v1/segments/" + id, api.secretKey));
        assertThat(running.path("progress").decimalValue()).isEqualByComparingTo("0.456");
        assertThat(running.path("error").asText()).isEqualTo("no ClickHouse");

        status(id, version, BackfillStatus.State.DONE, 1, "", written.version());
        JsonNode done = api.json(200, api.get("/v1/segments/" + id, api.secretKey));
        assertThat(done.path("status").asText()).isEqualTo("active");
        assertThat(done.has("progress")).isFalse();
    }

    @Test
    void theNumberOfContactsIsThatOfTheMembers() {
        String id = create("{\"name\":\"VIP\",\"type\":\"static\"}").path("id").asText();
        api.insert(
                "segment_members",
                List.of(
                        member(id, "ann", 1, 1),
                        member(id, "bob", 1, 1),
                        member(id, "bob", 0, 2),
                        member(id, "eve", 1, 3)));

        assertThat(api.json(200, api.get("/v1/segments/" + id, api.secretKey))
                        .path("contact_count")
                        .asInt())
                .isEqualTo(2);
        assertThat(api.json(200, api.get("/v1/segments", api.secretKey))
                        .path("data")
                        .get(0)
                        .path("contact_count")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aStaticSegmentHasNoRulesToEdit() {
        String id = create("{\"name\":\"VIP\",\"type\":\"static\"}").path("id").asText();
        String rules = "{\"rules\":" + parse(TRIALS).path("rules") + "}";

        assertThat(patch(id, rules).statusCode()).isEqualTo(409);
        assertThat(api.json(200, patch(id, "{\"description\":\"by hand\"}"))
                        .path("rules")
                        .isNull())
                .isTrue();
    }

    @Test
    void aDamagedDefinitionIsLeftOutAndHarmsNoOther() {
        create(TRIALS);
        api.definitions.put(
                new Definition.Key(Kind.SEGMENT, api.workspace.id(), "seg_damaged"), Definitions.ABSENT, "{}");

        assertThat(api.json(200, api.get("/v1/segments", api.secretKey)).path("data"))
                .hasSize(1);
        assertThat(api.get("/v1/segments/seg_damaged", api.secretKey).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsStoredIsReadByTheJobsCodec() {
        String id = create(TRIALS).path("id").asText();
        SegmentDefinition stored = SegmentDefinition.read(api.definitions
                .get(new Definition.Key(Kind.SEGMENT, api.workspace.id(), id))
                .orElseThrow()
                .body());

        assertThat(stored.rules()).isEqualTo(parse(TRIALS).path("rules"));
        assertThat(stored.createdAt()).isEqualTo(Api.NOW);
    }

    private Definition status(
            String id, long version, BackfillStatus.State state, double progress, String error, long expected) {
        return api.definitions.put(
                new Definition.Key(Kind.BACKFILL, api.workspace.id(), id),
                expected,
                new BackfillStatus(version, state, progress, error, "", Map.of()).write());
    }

    private ObjectNode member(String segment, String user, int isMember, int version) {
        return Json.MAPPER
                .createObjectNode()
                .put("workspace", api.workspace.id())
                .put("segment", segment)
                .put("contact", contact(user).number())
                .put("is_member", isMember)
                .put("version", version);
    }

    private ContactId contact(String user) {
        return ContactId.of(api.workspace.id(), Person.of(user, null));
    }

    private static String naming(String segment) {
        return "{\"name\":\"Uses " + segment + "\",\"rules\":{\"operator\":\"AND\",\"conditions\":["
                + "{\"field\":\"segments\",\"op\":\"in\",\"value\":\"" + segment + "\"}]}}";
    }

    private JsonNode create(String body) {
        return api.json(201, post(body));
    }

    private JsonNode refused(String body) {
        return api.json(400, post(body)).path("error").path("details");
    }

    private HttpResponse<String> post(String body, String... headers) {
        return api.post("/v1/segments", api.secretKey, body, headers);
    }

    private HttpResponse<String> patch(String id, String body, String... headers) {
        return api.patch("/v1/segments/" + id, api.secretKey, body, headers);
    }

    private HttpResponse<String> delete(String id) {
        return api.delete("/v1/segments/" + id, api.secretKey);
    }

    private static JsonNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
