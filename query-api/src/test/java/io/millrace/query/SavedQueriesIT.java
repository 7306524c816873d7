package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queries that are kept under a name, over HTTP: what is saved can be asked, and gives what asking it gives. */
class SavedQueriesIT {

    private static final String FUNNELS = "/v1/analytics/funnels";
    private static final String QUERIES = "/v1/analytics/queries";
    private static final String STEPS = "\"steps\":[{\"event\":\"signup\"},{\"event\":\"purchase\"}]";

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aSavedFunnelAnswersAsTheQueryDoes() {
        api.track("ann", "signup", "2026-03-01T10:00:00.000Z")
                .track("ann", "purchase", "2026-03-02T10:00:00.000Z")
                .track("bob", "signup", "2026-03-05T10:00:00.000Z")
                .stored();
        JsonNode saved = create(FUNNELS, "{\"name\":\"Sales\",\"query\":{" + STEPS + ",\"window\":\"7d\"}}");

        assertThat(saved.path("id").asText()).startsWith("fnl_");
        assertThat(saved.path("query").path("type").asText()).isEqualTo("funnel");
        assertThat(saved.path("created_at").asText()).isEqualTo("2026-03-15T12:00:00.000Z");
        JsonNode answer = ask(FUNNELS, saved, "");
        assertThat(answer.path("name").asText()).isEqualTo("Sales");
        assertThat(((ObjectNode) answer)
                        .retain(List.of("type", "view", "from", "to", "timezone", "data", "overall_conversion")))
                .isEqualTo(api.query("{\"type\":\"funnel\"," + STEPS + ",\"window\":\"7d\"}"));
        assertThat(answer.path("overall_conversion").asDouble()).isEqualTo(0.5);
    }

    @Test
    void parametersSetTheRangeAnewForOneAnswer() {
        api.track("ann", "signup", "2026-03-01T10:00:00.000Z")
                .track("bob", "signup", "2026-03-05T10:00:00.000Z")
                .stored();
        JsonNode saved = create(
                QUERIES,
                "{\"name\":\"Signups\",\"query\":{\"type\":\"event_count\",\"event\":\"signup\",\"from\":\"2026-03-01\"}}");

        assertThat(ask(QUERIES, saved, "").path("total").asLong()).isEqualTo(2);
        assertThat(ask(QUERIES, saved, "?from=2026-03-05&to=2026-03-06")
                        .path("data")
                        .toString())
                .isEqualTo("[{\"date\":\"2026-03-05\",\"value\":1},{\"date\":\"2026-03-06\",\"value\":0}]");
        assertThat(ask(QUERIES, saved, "?interval=month").path("data")).hasSize(1);
        assertThat(ask(QUERIES, saved, "").path("from").asText()).isEqualTo("2026-03-01");
        assertThat(api.get(path(QUERIES, saved) + "?format=csv&to=2026-03-01", api.secretKey)
                        .body())
                .isEqualTo("series,date,value\r\nA,2026-03-01,1\r\n");
        JsonNode fault = api.json(400, api.get(path(QUERIES, saved) + "?to=soon&colour=1", api.secretKey));
        assertThat(Api.texts(fault.path("error").path("details"), "field")).containsExactly("colour");
        fault = api.json(400, api.get(path(QUERIES, saved) + "?to=soon", api.secretKey));
        assertThat(Api.texts(fault.path("error").path("details"), "field")).containsExactly("to");
    }

    @Test
    void theFieldsOfAQueryMayStandBesideTheName() {
        JsonNode saved = create(FUNNELS, "{\"name\":\"Flat\"," + STEPS + ",\"window\":\"1h\"}");

        assertThat(saved.path("query").toString()).isEqualTo("{" + STEPS + ",\"window\":\"1h\",\"type\":\"funnel\"}");
        assertThat(ask(FUNNELS, saved, "").path("data")).hasSize(2);
    }

    @Test
    void aSavedCohortHasWeeksOrMonths() {
        api.track("ann", "buy", "2026-01-05T10:00:00.000Z")
                .track("ann", "buy", "2026-01-13T10:00:00.000Z")
                .track("bob", "buy", "2026-01-06T10:00:00.000Z")
                .track("bob", "buy", "2026-02-06T10:00:00.000Z")
                .stored();
        String cohorts = "/v1/analytics/cohorts";
        JsonNode saved = create(
                cohorts,
                "{\"name\":\"Buyers\",\"query\":{\"start\":{\"event\":\"buy\"},\"mode\":\"first_time\","
                        + "\"from\":\"2026-01-05\",\"to\":\"2026-02-28\"}}");

        assertThat(saved.path("id").asText()).startsWith("chrt_");
        assertThat(ask(cohorts, saved, "?to=2026-01-18").path("data").toString())
                .isEqualTo("[{\"cohort\":\"2026-01-05\",\"size\":2,\"counts\":[2,1],\"rates\":[1.0,0.5]},"
                        + "{\"cohort\":\"2026-01-12\",\"size\":0,\"counts\":[0],\"rates\":[0.0]}]");
        assertThat(ask(cohorts, saved, "?period=month")
                        .path("data")
                        .get(0)
                        .path("counts")
                        .toString())
                .isEqualTo("[2,1]");
        assertThat(Api.texts(refused(cohorts, "{\"name\":\"x\",\"query\":{\"type\":\"funnel\"}}"), "field"))
                .containsExactly("/query/type");
    }

    @Test
    void aSegmentThatAQueryNamesMustBeThere() {
        JsonNode refused = api.json(
                404,
                api.post(
                        QUERIES,
                        api.secretKey,
                        "{\"name\":\"x\",\"query\":{\"type\":\"event_count\",\"filters\":"
                                + "[{\"field\":\"segments\",\"op\":\"in\",\"value\":\"seg_none\"}]}}"));

        assertThat(refused.path("error").path("message").asText()).contains("seg_none");
    }

    @Test
    void whatCannotBeAskedCannotBeSaved() {
        JsonNode faults = refused(FUNNELS, "{\"name\":\" \",\"query\":{\"steps\":[{\"event\":7}],\"colour\":1}}");
        assertThat(Api.texts(faults, "field"))
                .containsExactlyInAnyOrder("/name", "/query/steps", "/query/steps/0/event", "/query/colour");
        assertThat(Api.texts(refused(FUNNELS, "{\"name\":\"x\",\"query\":{\"type\":\"event_count\"}}"), "field"))
                .containsExactly("/query/type");
        assertThat(Api.texts(refused(FUNNELS, "{\"name\":\"x\",\"steps\":[]}"), "field"))
                .containsExactly("/steps");
        assertThat(Api.texts(refused(QUERIES, "{\"name\":\"x\"}"), "field")).containsExactly("/query");
        assertThat(Api.texts(refused(QUERIES, "{\"name\":\"x\",\"query\":[],\"colour\":1}"), "field"))
                .containsExactly("/colour", "/query");
    }

    @Test
    void editsAreRefusedWhenAnotherCameFirst() {
        JsonNode saved = create(FUNNELS, "{\"name\":\"Sales\",\"query\":{" + STEPS + "}}");
        long version = saved.path("version").asLong();
        JsonNode edited = api.json(
                200,
                api.patch(path(FUNNELS, saved), api.secretKey, "{\"name\":\"Sales 2\",\"version\":" + version + "}"));

        assertThat(edited.path("name").asText()).isEqualTo("Sales 2");
        assertThat(edited.path("query")).isEqualTo(saved.path("query"));
        assertThat(edited.path("version").asLong()).isGreaterThan(version);
        JsonNode refused = api.json(
                409,
                api.patch(path(FUNNELS, saved), api.secretKey, "{\"name\":\"x\"}", "If-Match", "\"" + version + "\""));
        assertThat(refused.path("error").path("code").asText()).isEqualTo("version_conflict");
        assertThat(api.json(200, api.patch(path(FUNNELS, saved), api.secretKey, "{\"window\":\"1d\"," + STEPS + "}"))
                        .path("query")
                        .path("window")
                        .asText())
                .isEqualTo("1d");
    }

    @Test
    void listsArePagedAndAreCsvToo() {
        create(QUERIES, "{\"name\":\"A, b\",\"query\":{\"type\":\"event_count\"}}");
        create(QUERIES, "{\"name\":\"B\",\"query\":{\"type\":\"event_count\"}}");
        create(FUNNELS, "{\"name\":\"Not here\",\"query\":{" + STEPS + "}}");

        JsonNode first = api.json(200, api.get(QUERIES + "?limit=1", api.secretKey));
        JsonNode second = api.json(
                200,
                api.get(QUERIES + "?limit=1&cursor=" + first.path("next_cursor").asText(), api.secretKey));
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(List.of(
                        first.path("data").get(0).path("name").asText(),
                        second.path("data").get(0).path("name").asText()))
                .containsExactlyInAnyOrder("A, b", "B");
        assertThat(api.get(QUERIES, api.secretKey, "Accept", "text/csv").body().lines())
                .hasSize(3)
                .startsWith("id,name,description,query,version,created_at,updated_at")
                .anyMatch(line -> line.contains(",\"A, b\",,\"{\"\"type\"\":\"\"event_count\"\"}\","));
    }

    @Test
    void aDeletedOneIsGoneAndNobodyElseSeesOne() {
        JsonNode saved = create(FUNNELS, "{\"name\":\"Sales\",\"query\":{" + STEPS + "}}");
        try (Api other = Api.start()) {
            assertThat(other.get(path(FUNNELS, saved), other.secretKey).statusCode())
                    .isEqualTo(404);
        }
        assertThat(api.get(path(QUERIES, saved), api.secretKey).statusCode()).isEqualTo(404);
        assertThat(api.delete(path(FUNNELS, saved), api.secretKey).body())
                .isEqualTo("{\"id\":\"" + saved.path("id").asText() + "\",\"deleted\":true}");
        assertThat(api.get(path(FUNNELS, saved), api.secretKey).statusCode()).isEqualTo(404);
        assertThat(api.delete(path(FUNNELS, saved), api.secretKey).statusCode()).isEqualTo(404);
    }

    @Test
    void aRequestSentAgainSavesOne() {
        String body = "{\"name\":\"Sales\",\"query\":{" + STEPS + "}}";
        JsonNode first = api.json(201, api.post(FUNNELS, api.secretKey, body, "Idempotency-Key", "k1"));
        JsonNode again = api.json(201, api.post(FUNNELS, api.secretKey, body, "Idempotency-Key", "k1"));

        assertThat(again).isEqualTo(first);
        assertThat(api.json(200, api.get(FUNNELS, api.secretKey)).path("data")).hasSize(1);
    }

    private JsonNode create(String shelf, String body) {
        return api.json(201, api.post(shelf, api.secretKey, body));
    }

    private JsonNode refused(String shelf, String body) {
        return api.json(400, api.post(shelf, api.secretKey, body)).path("error").path("details");
    }

    private JsonNode ask(String shelf, JsonNode saved, String parameters) {
        return api.json(200, api.get(path(shelf, saved) + parameters, api.secretKey));
    }

    private static String path(String shelf, JsonNode saved) {
        return shelf + "/" + saved.path("id").asText();
    }
}
