package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Funnels over HTTP and a real ClickHouse; the rules themselves are tested in the engine's tests. */
class FunnelIT {

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void countsTimesAndConversion() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z")
                .track("ann", "purchase", "2026-02-01T11:00:00.000Z", "currency", "USD")
                .track("bob", "signup", "2026-02-02T10:00:00.000Z")
                .track("bob", "purchase", "2026-02-02T10:00:30.500Z", "currency", "USD")
                .track("cid", "signup", "2026-02-02T10:00:00.000Z")
                .track("cid", "purchase", "2026-02-02T10:00:30.000Z", "currency", "EUR")
                .track("dan", "signup", "2026-02-01T10:00:00.000Z")
                .track("dan", "purchase", "2026-02-08T10:00:00.001Z", "currency", "USD")
                .track("eve", "purchase", "2026-02-08T10:00:00.001Z", "currency", "USD")
                .stored();

        JsonNode answer = api.query(
                """
                {"type":"funnel","steps":[{"event":"signup"},{"event":"purchase","filters":{"properties.currency":"USD"}}],
                 "window":"7d","from":"2026-02-01","to":"2026-02-28"}
                """);

        assertThat(answer.toString())
                .isEqualTo("{\"type\":\"funnel\",\"view\":\"steps\",\"from\":\"2026-02-01\",\"to\":\"2026-02-28\","
                        + "\"timezone\":\"UTC\",\"data\":["
                        + "{\"index\":1,\"step\":\"signup\",\"count\":4,\"dropoff\":0,\"conversion_from_previous\":1.0,"
                        + "\"conversion\":1.0,\"average_seconds\":null,\"median_seconds\":null},"
                        + "{\"index\":2,\"step\":\"purchase\",\"count\":2,\"dropoff\":2,\"conversion_from_previous\":0.5,"
                        + "\"conversion\":0.5,\"average_seconds\":1815.25,\"median_seconds\":1815.25}],"
                        + "\"overall_conversion\":0.5}");
    }

    @Test
    void groupsByFirstTouchWithTheRestAndAsCsv() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z")
                .track("ann", "purchase", "2026-02-01T11:00:00.000Z", "browser", "Chrome")
                .track("bob", "signup", "2026-02-01T10:00:00.000Z", "browser", "Firefox")
                .track("bob", "purchase", "2026-02-01T11:00:00.000Z", "browser", "Chrome")
                .track("cid", "signup", "2026-02-01T10:00:00.000Z", "browser", "Firefox")
                .track("dan", "signup", "2026-02-01T10:00:00.000Z")
                .stored();
        String query =
                """
                {"type":"funnel","steps":[{"event":"signup"},{"event":"purchase"}],"from":"2026-02-01","to":"2026-02-28",
                 "group_by":"properties.browser","limit":1,"attribution":"%s","format":"%s"}
                """;

        assertThat(groups(api.query(query.formatted("first_touch", "json"))))
                .containsExactly("Firefox 2>1", "$none 1>0", "$other 1>1");
        assertThat(groups(api.query(query.formatted("last_touch", "json"))))
                .containsExactly("Chrome 2>2", "$none 1>0", "$other 1>0");
        // Only events of one browser make the funnel of that browser.
        assertThat(groups(api.query(query.formatted("all_steps", "json"))))
                .containsExactly("Firefox 2>0", "$none 2>0");
        // Ann and Bob purchased in Chrome; nobody else did step 2.
        assertThat(groups(api.query(query.formatted("step:2", "json")))).containsExactly("Chrome 2>2");
        assertThat(api.csv(query.formatted("first_touch", "csv")))
                .isEqualTo("properties.browser,index,step,count,dropoff,conversion_from_previous,conversion,"
                        + "average_seconds,median_seconds\r\n"
                        + "Firefox,1,signup,2,0,1.0,1.0,,\r\nFirefox,2,purchase,1,1,0.5,0.5,3600.0,3600.0\r\n"
                        + "\"\",1,signup,1,0,1.0,1.0,,\r\n\"\",2,purchase,0,1,0.0,0.0,,\r\n"
                        + "$other,1,signup,1,0,1.0,1.0,,\r\n$other,2,purchase,1,0,1.0,1.0,3600.0,3600.0\r\n");
    }

    @Test
    void firstTimeLooksAtAllHistory() {
        api.track("ann", "login", "2025-06-01T10:00:00.000Z", "app", "web")
                .track("ann", "login", "2026-02-01T10:00:00.000Z", "app", "ios")
                .track("ann", "buy", "2026-02-01T11:00:00.000Z")
                .track("bob", "login", "2026-02-01T10:00:00.000Z", "app", "ios")
                .stored();
        String query =
                """
                {"type":"funnel","steps":[{"event":"login","filters":{"properties.app":"ios"},"first_time":"%s"},{"event":"buy"}],
                 "from":"2026-02-01","to":"2026-02-28"}
                """;

        // Ann's first login with the app was in the range, her first login of all was not.
        assertThat(counts(api.query(query.formatted("matching")))).containsExactly(2L, 1L);
        assertThat(counts(api.query(query.formatted("ever")))).containsExactly(1L, 0L);
    }

    @Test
    void conversionMayFollowTheRangeIfAsked() {
        api.track("ann", "signup", "2026-02-28T23:00:00.000Z")
                .track("ann", "buy", "2026-03-01T01:00:00.000Z")
                .track("bob", "signup", "2026-03-01T00:30:00.000Z")
                .track("bob", "buy", "2026-03-01T01:00:00.000Z")
                .stored();
        String query =
                """
                {"type":"funnel","steps":[{"event":"signup"},{"event":"buy"}],"from":"2026-02-01","to":"2026-02-28",
                 "conversion_after_range":%s}
                """;

        assertThat(counts(api.query(query.formatted("false")))).containsExactly(1L, 0L);
        assertThat(counts(api.query(query.formatted("true")))).containsExactly(1L, 1L);
    }

    @Test
    void exclusionsAndBinsAndOverallFilters() {
        api.track("ann", "signup", "2026-02-01T10:00:00.000Z", "n", "1")
                .track("ann", "refund", "2026-02-01T10:30:00.000Z", "n", "1")
                .track("ann", "buy", "2026-02-01T11:00:00.000Z", "n", "1")
                .track("bob", "signup", "2026-02-01T10:00:00.000Z", "n", "3")
                .track("bob", "refund", "2026-02-01T10:30:00.000Z", "test", "yes")
                .track("bob", "buy", "2026-02-01T11:00:00.000Z", "n", "2")
                .stored();

        JsonNode answer = api.query(
                """
                {"type":"funnel","steps":[{"event":"signup","name":"Sign up"},{"event":"buy"}],"from":"2026-02-01","to":"2026-02-28",
                 "exclusions":[{"event":"refund"}],"filters":[{"field":"properties.test","op":"not_exists"}],
                 "group_by":{"field":"properties.n","bins":2}}
                """);

        assertThat(counts(answer)).containsExactly(1L, 1L);
        assertThat(groups(answer)).containsExactly("[2,3] 1>1");
        assertThat(answer.path("data").get(0).path("step").asText()).isEqualTo("Sign up");
    }

    @Test
    void nobodyIsZeroEverywhere() {
        JsonNode answer = api.query(
                """
                {"type":"funnel","steps":[{"event":"a"},{"event":"b","optional":true},{"event":"c"}],"group_by":"utm.source"}
                """);

        assertThat(counts(answer)).containsExactly(0L, 0L, 0L);
        assertThat(answer.path("groups")).isEmpty();
        assertThat(answer.path("overall_conversion").asDouble()).isZero();
    }

    @Test
    void campaignOsAsksInItsOwnShape() {
        api.track("ann", "signup", "2026-03-14T10:00:00.000Z")
                .track("ann", "buy", "2026-03-14T11:00:00.000Z")
                .track("bob", "signup", "2026-03-13T23:59:59.999Z")
                .stored();
        String path = "/api/workspaces/" + api.workspace.id() + "/analytics/funnel?steps=signup,buy&days=2";

        assertThat(api.json(200, api.get(path, api.secretKey)).toString())
                .isEqualTo("{\"period\":\"2d\",\"steps\":["
                        + "{\"step\":\"signup\",\"count\":1,\"dropoff\":0,\"conversionFromPrevious\":1.0},"
                        + "{\"step\":\"buy\",\"count\":1,\"dropoff\":0,\"conversionFromPrevious\":1.0}],"
                        + "\"overallConversion\":1.0}");
    }

    private static List<Long> counts(JsonNode answer) {
        List<Long> counts = new ArrayList<>();
        answer.path("data").forEach(step -> counts.add(step.path("count").asLong()));
        return counts;
    }

    private static List<String> groups(JsonNode answer) {
        List<String> groups = new ArrayList<>();
        answer.path("groups")
                .forEach(group -> groups.add(group.path("label").asText() + " "
                        + group.path("data").get(0).path("count").asLong() + ">"
                        + group.path("data").get(1).path("count").asLong()));
        return groups;
    }
}
