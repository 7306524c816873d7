package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders, views, actors and cells of funnels over HTTP and a real ClickHouse. */
class FunnelViewsIT {

    private static final String STEPS = "\"type\":\"funnel\",\"from\":\"2026-02-01\",\"to\":\"2026-02-28\","
            + "\"steps\":[{\"event\":\"signup\"},{\"event\":\"purchase\"}]";

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void timesToConvertAreAHistogram() {
        took("ann", "10:00:00.000", "10:37:00.000")
                .track("bob", "signup", "2026-02-01T10:00:00.000Z")
                .track("bob", "purchase", "2026-02-01T11:00:00.000Z")
                .track("cid", "signup", "2026-02-01T10:00:00.000Z")
                .track("cid", "purchase", "2026-02-02T09:00:00.000Z")
                .track("dan", "signup", "2026-02-02T09:00:00.000Z")
                .stored();

        JsonNode answer = api.query("{" + STEPS + ",\"view\":\"time_to_convert\"}");

        assertThat(answer.toString())
                .isEqualTo(
                        "{\"type\":\"funnel\",\"view\":\"time_to_convert\",\"from\":\"2026-02-01\",\"to\":\"2026-02-28\","
                                + "\"timezone\":\"UTC\",\"from_step\":1,\"to_step\":2,\"count\":3,\"average_seconds\":29540.0,"
                                + "\"median_seconds\":3600.0,\"data\":["
                                + "{\"from_seconds\":2220,\"to_seconds\":42510,\"count\":2},"
                                + "{\"from_seconds\":42510,\"to_seconds\":82800,\"count\":0},"
                                + "{\"from_seconds\":82800,\"to_seconds\":123090,\"count\":1}]}");
        assertThat(api.csv("{" + STEPS + ",\"view\":\"time_to_convert\",\"bins\":1,\"format\":\"csv\"}"))
                .isEqualTo("from_seconds,to_seconds,count\r\n2220,82800,2\r\n82800,163380,1\r\n");
        assertThat(people(STEPS + ",\"view\":\"time_to_convert\"", "{\"bin\":0}"))
                .containsExactly("ann", "bob");
        assertThat(people(STEPS + ",\"view\":\"time_to_convert\"", "{\"bin\":2}"))
                .containsExactly("cid");
    }

    @Test
    void equalTimesMakeBinsOfAMinuteAndGroupsShareThem() {
        took("ann", "10:00:00.000", "10:00:01.500", "os", "ios");
        took("bob", "10:00:00.000", "10:00:01.500", "os", "web").stored();

        JsonNode answer =
                api.query("{" + STEPS + ",\"view\":\"time_to_convert\",\"bins\":1,\"group_by\":\"properties.os\"}");

        assertThat(answer.path("data").toString())
                .isEqualTo("[{\"from_seconds\":1.5,\"to_seconds\":61.5,\"count\":2},"
                        + "{\"from_seconds\":61.5,\"to_seconds\":121.5,\"count\":0}]");
        assertThat(answer.path("groups").get(0).toString())
                .isEqualTo("{\"label\":\"ios\",\"values\":[\"ios\"],\"total\":1,\"count\":1,\"average_seconds\":1.5,"
                        + "\"median_seconds\":1.5,\"data\":[{\"from_seconds\":1.5,\"to_seconds\":61.5,\"count\":1},"
                        + "{\"from_seconds\":61.5,\"to_seconds\":121.5,\"count\":0}]}");
        assertThat(people(
                        STEPS + ",\"view\":\"time_to_convert\",\"bins\":1,\"group_by\":\"properties.os\"",
                        "{\"bin\":0,\"group\":[\"web\"]}"))
                .containsExactly("bob");
    }

    @Test
    void nobodyConvertsInNoTime() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z").stored();
        JsonNode answer = api.query("{" + STEPS + ",\"view\":\"time_to_convert\"}");

        assertThat(answer.path("count").asLong()).isZero();
        assertThat(answer.path("average_seconds").isNull()).isTrue();
        assertThat(answer.path("median_seconds").isNull()).isTrue();
        assertThat(answer.path("data")).isEmpty();
    }

    @Test
    void aTrendCountsEachEntryBucketByItself() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z")
                .track("ann", "signup", "2026-02-01T11:00:00.000Z")
                .track("ann", "signup", "2026-02-03T10:00:00.000Z")
                .track("ann", "purchase", "2026-02-03T11:00:00.000Z")
                .track("bob", "signup", "2026-02-01T23:59:59.999Z")
                .stored();
        String query =
                "\"type\":\"funnel\",\"from\":\"2026-02-01\",\"to\":\"2026-02-03\",\"view\":\"trend\",\"window\":\"1d\","
                        + "\"steps\":[{\"event\":\"signup\"},{\"event\":\"purchase\"}]";

        assertThat(api.query("{" + query + "}").toString())
                .isEqualTo("{\"type\":\"funnel\",\"view\":\"trend\",\"from\":\"2026-02-01\",\"to\":\"2026-02-03\","
                        + "\"timezone\":\"UTC\",\"interval\":\"day\",\"data\":["
                        + "{\"date\":\"2026-02-01\",\"entered\":2,\"converted\":0,\"conversion\":0.0},"
                        + "{\"date\":\"2026-02-02\",\"entered\":0,\"converted\":0,\"conversion\":0.0},"
                        + "{\"date\":\"2026-02-03\",\"entered\":1,\"converted\":1,\"conversion\":1.0}]}");
        assertThat(api.csv("{" + query + ",\"interval\":\"month\",\"format\":\"csv\"}"))
                .isEqualTo("date,entered,converted,conversion\r\n2026-02-01,2,1,0.5\r\n");
        assertThat(people(query, "{\"date\":\"2026-02-01\",\"outcome\":\"entered\"}"))
                .containsExactly("ann", "bob");
        assertThat(people(query, "{\"date\":\"2026-02-03\",\"outcome\":\"converted\"}"))
                .containsExactly("ann");
        assertThat(people(query, "{\"date\":\"2026-02-02\",\"outcome\":\"entered\"}"))
                .isEmpty();
    }

    @Test
    void strictLooksAtEveryEventOfClients() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z")
                .event("identify", "ann", "", "2026-02-01T10:30:00.000Z", new String[0], new String[0])
                .track("ann", "purchase", "2026-02-01T11:00:00.000Z")
                .track("bob", "signup", "2026-02-01T10:00:00.000Z")
                .event("page", "bob", "page", "2026-02-01T10:30:00.000Z", new String[0], new String[0])
                .track("bob", "purchase", "2026-02-01T11:00:00.000Z")
                .track("cid", "signup", "2026-02-01T10:00:00.000Z")
                .track("cid", "login", "2026-02-01T10:30:00.000Z", "test", "1")
                .track("cid", "purchase", "2026-02-01T11:00:00.000Z")
                .stored();

        assertThat(counts("{" + STEPS + ",\"order\":\"strict\"}")).containsExactly(3L, 1L);
        // What the overall filters remove is not there at all.
        assertThat(counts("{" + STEPS
                        + ",\"order\":\"strict\",\"filters\":[{\"field\":\"properties.test\",\"op\":\"not_exists\"}]}"))
                .containsExactly(3L, 2L);
        assertThat(people(STEPS + ",\"order\":\"strict\"", "{\"step\":2,\"outcome\":\"dropped\"}"))
                .containsExactly("bob", "cid");
    }

    @Test
    void unorderedCountsHowManyStepsAreDone() {
        api.track("ann", "c", "2026-02-01T10:00:00.000Z")
                .track("ann", "a", "2026-02-01T10:00:10.000Z")
                .track("ann", "b", "2026-02-01T10:00:40.000Z")
                .track("bob", "b", "2026-02-01T10:00:00.000Z")
                .track("bob", "x", "2026-02-01T10:00:05.000Z")
                .track("bob", "a", "2026-02-01T10:00:10.000Z")
                .stored();
        String query = "\"type\":\"funnel\",\"order\":\"unordered\",\"from\":\"2026-02-01\",\"to\":\"2026-02-28\","
                + "\"steps\":[{\"event\":\"a\"},{\"event\":\"b\"},{\"event\":\"c\"}]";

        JsonNode answer = api.query("{" + query + "}");
        assertThat(Api.texts(answer.path("data"), "step")).containsExactly("1 of 3", "2 of 3", "3 of 3");
        assertThat(Api.texts(answer.path("data"), "count")).containsExactly("2", "2", "1");
        assertThat(Api.texts(answer.path("data"), "average_seconds")).containsExactly("null", "10.0", "30.0");
        assertThat(counts("{" + query + ",\"exclusions\":[{\"event\":\"x\"}]}")).containsExactly(2L, 1L, 1L);
        assertThat(people(query + ",\"exclusions\":[{\"event\":\"x\"}]", "{\"step\":2,\"outcome\":\"dropped\"}"))
                .containsExactly("bob");
        assertThat(api.refused("{" + query + ",\"exclusions\":[{\"event\":\"x\",\"from_step\":2}]}")
                        .path("details")
                        .get(0)
                        .path("field")
                        .asText())
                .isEqualTo("/exclusions/0/from_step");
    }

    @Test
    void anotherActorStandsForTheContactsOfItsEvents() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z", "session_id", "s1")
                .track("ann", "purchase", "2026-02-01T11:00:00.000Z", "session_id", "s2")
                .track("bob", "signup", "2026-02-01T10:00:00.000Z", "session_id", "s2")
                .track("cid", "signup", "2026-02-01T10:00:00.000Z")
                .track("cid", "purchase", "2026-02-01T11:00:00.000Z")
                .stored();
        String query = STEPS + ",\"actor\":\"properties.session_id\"";

        assertThat(counts("{" + query + "}")).containsExactly(2L, 1L);
        assertThat(people(query, "{\"step\":2,\"outcome\":\"reached\"}")).containsExactly("ann", "bob");
        assertThat(people(query, "{\"step\":2,\"outcome\":\"dropped\"}")).containsExactly("ann");
        assertThat(counts("{" + STEPS + ",\"actor\":\"contact\"}")).containsExactly(3L, 2L);
    }

    @Test
    void cellsNameAStepOfAGroup() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z", "os", "ios", "plan", "1")
                .track("ann", "purchase", "2026-02-01T11:00:00.000Z")
                .track("bob", "signup", "2026-02-01T10:00:00.000Z", "os", "ios")
                .track("cid", "signup", "2026-02-01T10:00:00.000Z", "os", "web")
                .track("dan", "signup", "2026-02-01T10:00:00.000Z")
                .stored();
        String query = STEPS + ",\"group_by\":[\"properties.os\",\"properties.plan\"],\"limit\":1";

        assertThat(api.query("{" + query + "}").path("groups").toString())
                .contains("\"label\":\"ios|$none\"", "\"label\":\"$other\"");
        assertThat(people(query, "{\"step\":2,\"outcome\":\"dropped\",\"group\":[\"ios\",null]}"))
                .containsExactly("bob");
        assertThat(people(query, "{\"step\":1,\"outcome\":\"reached\",\"other\":true}"))
                .containsExactly("ann", "cid");
        assertThat(people(query, "{\"step\":1,\"outcome\":\"reached\",\"group\":[null,null]}"))
                .containsExactly("dan");
        assertThat(people(query, "{\"step\":1,\"outcome\":\"reached\"}")).containsExactly("ann", "bob", "cid", "dan");
        assertThat(people(query, "{\"step\":1,\"outcome\":\"dropped\"}")).isEmpty();
    }

    @Test
    void eventsOfOneInstantTouchInTheOrderOfTheirArrival() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z", "os", "ios")
                .track("ann", "signup", "2026-02-01T10:00:00.000Z", "os", "web")
                .stored();
        for (String firstTime : List.of("", ",\"first_time\":\"ever\"")) {
            String query =
                    """
                    {"type":"funnel","from":"2026-02-01","to":"2026-02-28","group_by":"properties.os","attribution":"%s",
                     "steps":[{"event":"signup"%s},{"event":"purchase"}]}
                    """;
            assertThat(Api.texts(
                            api.query(query.formatted("first_touch", firstTime)).path("groups"), "label"))
                    .containsExactly("ios");
            assertThat(Api.texts(
                            api.query(query.formatted("last_touch", firstTime)).path("groups"), "label"))
                    .containsExactly("web");
        }
    }

    @Test
    void faultsNameTheirPlace() {
        JsonNode refused = api.refused(
                """
                {"type":"funnel","order":"any","view":"pie","bins":0,"interval":"eon","actor":"session","from_step":2,"to_step":1,
                 "steps":[{"event":"a"},{"event":"b"},{"event":"c","optional":true}]}
                """);
        assertThat(Api.texts(refused.path("details"), "field"))
                .containsExactlyInAnyOrder("/order", "/view", "/bins", "/interval", "/actor", "/to_step", "/to_step");
        JsonNode optional = api.refused(
                """
                {"type":"funnel","view":"trend","to_step":3,"steps":[{"event":"a"},{"event":"b"},{"event":"c","optional":true}]}
                """);
        assertThat(Api.texts(optional.path("details"), "field")).containsExactly("/to_step");
        JsonNode cell = api.json(
                        400,
                        api.post(
                                "/v1/analytics/people",
                                api.secretKey,
                                "{\"query\":{" + STEPS + "},\"cell\":{\"bin\":1}}"))
                .path("error");
        assertThat(Api.texts(cell.path("details"), "field"))
                .containsExactlyInAnyOrder("/cell/step", "/cell/outcome", "/cell/bin");
    }

    private Api took(String user, String from, String to, String... properties) {
        return api.track(user, "signup", "2026-02-01T" + from + "Z", properties)
                .track(user, "purchase", "2026-02-01T" + to + "Z", properties);
    }

    private List<Long> counts(String query) {
        List<Long> counts = new ArrayList<>();
        api.query(query)
                .path("data")
                .forEach(step -> counts.add(step.path("count").asLong()));
        return counts;
    }

    /** Which of these persons' contacts are behind a cell. */
    private List<String> people(String query, String cell) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("query", Json.parse(("{" + query + "}").getBytes(StandardCharsets.UTF_8)));
        body.set("cell", Json.parse(cell.getBytes(StandardCharsets.UTF_8)));
        JsonNode answer = api.json(200, api.post("/v1/analytics/people", api.secretKey, body.toString()));
        List<String> ids = Api.texts(answer.path("data"), "id");
        assertThat(answer.path("total").asInt()).isEqualTo(ids.size());
        return List.of("ann", "bob", "cid", "dan").stream()
                .filter(name -> ids.contains(ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, name))
                        .toString()))
                .toList();
    }
}
