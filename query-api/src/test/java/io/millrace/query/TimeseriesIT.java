package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series of every measure, formulas, stickiness and lifecycle over HTTP; expected values are worked out by hand. */
class TimeseriesIT {

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # 1 February: ann 10, ann 0.1, bob 0.2, bob "x", cid without; 2 February: ann 40; 3 February: nothing
            total            | 5, 1, 0 | 6
            unique_contacts  | 3, 1, 0 | 3
            avg_per_contact  | 1.6666666666666667, 1, 0 | 2
            max_per_contact  | 2, 1, 0 | 3
            sum              | 10.3, 40, 0 | 50.3
            avg              | 3.433333333333333, 40, 0 | 12.575
            min              | 0.1, 40, 0 | 0.1
            max              | 10, 40, 0 | 40
            # of three numbers the middle one; of four the mean of the middle two
            p50              | 0.2, 40, 0 | 5.1
            # 0.1 + (0.2 - 0.1) * 0.5 = 0.15: a quarter of the way over two gaps; over three gaps 0.1 + 0.1 * 0.75
            p25              | 0.15, 40, 0 | 0.175
            # 1.98 gaps: 0.2 + 9.8 * 0.98; 2.97 gaps: 10 + 30 * 0.97
            p99              | 9.804, 40, 0 | 39.1
            """)
    void measures(String measure, String values, String total) {
        amounts();
        String property =
                measure.contains("contact") || measure.equals("total") ? "" : ",\"property\":\"properties.amount\"";

        JsonNode series = api.query("{\"type\":\"timeseries\",\"from\":\"2026-02-01\",\"to\":\"2026-02-03\","
                        + "\"series\":[{\"event\":\"buy\",\"measure\":\"" + measure + "\"" + property + "}]}")
                .path("series")
                .get(0);

        assertThat(series.path("id").asText()).isEqualTo("A");
        assertThat(series.path("name").asText()).isEqualTo("buy");
        assertThat(series.path("measure").asText()).isEqualTo(measure);
        assertThat(values(series)).isEqualTo(values);
        assertThat(series.path("total").toString()).isEqualTo(total);
    }

    @Test
    void decimalSumsAreExactHoweverManyDigits() {
        api.track("ann", "buy", "2026-02-01T01:00:00.000Z", "amount", "12345678901234567890.01")
                .track("ann", "buy", "2026-02-01T01:00:00.000Z", "amount", "0.02")
                .track("ann", "buy", "2026-02-01T01:00:00.000Z", "amount", "-1e-3")
                .stored();

        String answer = api.csv(
                """
                {"type":"timeseries","series":[{"event":"buy","measure":"sum","property":"amount"}],
                 "from":"2026-02-01","to":"2026-02-01"}
                """);

        assertThat(answer).contains("12345678901234567890.029");
    }

    @Test
    void rollingUniquesReadBeforeTheRangeAndEndWithTheBucket() {
        // Berlin: the day of 29 March 2026 has 23 hours. ann on the 22nd at 23:59 local, bob on the 23rd at 00:00.
        api.track("ann", "login", "2026-03-22T22:59:59.999Z")
                .track("bob", "login", "2026-03-22T23:00:00.000Z")
                .track("cid", "login", "2026-03-29T21:59:59.999Z")
                .track("cid", "login", "2026-03-30T10:00:00.000Z")
                .stored();
        String query =
                """
                {"type":"timeseries","interval":"day","timezone":"Europe/Berlin","from":"2026-03-28","to":"2026-03-30",
                 "series":[{"event":"login","measure":"rolling_7d_contacts"}]}
                """;

        JsonNode series = api.query(query).path("series").get(0);

        // 28th: 22 to 28 has both; 29th: 23 to 29 has bob and cid; 30th: 24 to 30 has cid alone.
        assertThat(values(series)).isEqualTo("2, 2, 1");
        assertThat(series.path("total").asInt()).isEqualTo(1);
        assertThat(people(query, "{\"series\":\"A\",\"date\":\"2026-03-29\"}")).isEqualTo(2);
        assertThat(people(query, "{\"series\":\"A\",\"date\":\"2026-03-30\"}")).isEqualTo(1);
    }

    @Test
    void rollingUniquesOfHoursAreElapsedHours() {
        api.track("ann", "login", "2026-03-01T09:59:59.999Z")
                .track("bob", "login", "2026-03-01T10:00:00.000Z")
                .stored();

        JsonNode series = api.query(
                        """
                {"type":"timeseries","interval":"hour","from":"2026-03-08T08:00:00","to":"2026-03-08T10:30:00",
                 "series":[{"event":"login","measure":"rolling_7d_contacts"}]}
                """)
                .path("series")
                .get(0);

        // 168 hours that end at 09:00, at 10:00 and at 11:00 of the 8th.
        assertThat(values(series)).isEqualTo("2, 1, 0");
    }

    @Test
    void rollingUniquesOfManyMinutes() {
        api.track("ann", "login", "2026-02-03T10:00:30.000Z").stored();

        JsonNode series = api.query(
                        """
                {"type":"timeseries","interval":"minute","from":"2026-02-06","to":"2026-02-11",
                 "series":[{"event":"login","measure":"rolling_7d_contacts"}]}
                """)
                .path("series")
                .get(0);

        // 168 hours: the last minute that has it ends at 10:00 of the 10th.
        List<String> values = List.of(values(series).split(", "));
        assertThat(values).hasSize(6 * 1440);
        assertThat(values.indexOf("0")).isEqualTo(4 * 1440 + 600);
        assertThat(values.subList(4 * 1440 + 600, 6 * 1440)).containsOnly("0");
    }

    @Test
    void rollingUniquesOfBucketsAsLongAsTheWindowArePlain() {
        api.track("ann", "login", "2026-02-24T10:00:00.000Z")
                .track("bob", "login", "2026-03-03T10:00:00.000Z")
                .stored();
        String query =
                """
                {"type":"timeseries","interval":"%s","from":"2026-03-02","to":"2026-03-08",
                 "series":[{"event":"login","measure":"%s"}]}
                """;

        assertThat(values(api.query(query.formatted("week", "rolling_7d_contacts"))
                        .path("series")
                        .get(0)))
                .isEqualTo("1");
        assertThat(values(api.query(query.formatted("week", "rolling_30d_contacts"))
                        .path("series")
                        .get(0)))
                .isEqualTo("2");
        assertThat(values(api.query(query.formatted("month", "rolling_30d_contacts"))
                        .path("series")
                        .get(0)))
                .isEqualTo("1");
    }

    @Test
    void aFormulaMakesOneSeriesOfSeveral() {
        amounts();
        api.track("dot", "visit", "2026-02-01T09:00:00.000Z")
                .track("dot", "visit", "2026-02-01T09:00:00.000Z")
                .track("dot", "visit", "2026-02-03T09:00:00.000Z")
                .stored();

        JsonNode answer = api.query(
                """
                {"type":"timeseries","from":"2026-02-01","to":"2026-02-03","formula":"(A+B)/(B*2)",
                 "series":[{"event":"buy"},{"event":"visit"}],"compare":"1d"}
                """);

        assertThat(answer.path("series")).hasSize(1);
        JsonNode series = answer.path("series").get(0);
        assertThat(series.path("id").asText()).isEqualTo("formula");
        // 7/4, division by 0, 1/2; of the total 9/6. A day earlier: nothing, 7/4, division by 0; 8/4.
        assertThat(values(series)).isEqualTo("1.75, 0, 0.5");
        assertThat(series.path("total").asText()).isEqualTo("1.5");
        assertThat(values(series.path("previous"))).isEqualTo("0, 1.75, 0");
        assertThat(series.path("previous").path("total").asInt()).isEqualTo(2);
    }

    @Test
    void groupsOfAFormulaAreTheLargestByItsValue() {
        String at = "2026-02-01T01:00:00.000Z";
        for (int i = 0; i < 4; i++) {
            api.track("u" + i, "visit", at, "plan", "a");
        }
        api.track("u1", "visit", at, "plan", "b")
                .track("u1", "visit", at, "plan", "c")
                .track("u1", "visit", at)
                .track("u1", "buy", at, "plan", "a")
                .track("u1", "buy", at, "plan", "b")
                .track("u1", "buy", at, "plan", "d")
                .stored();

        JsonNode series = api.query(
                        """
                {"type":"timeseries","from":"2026-02-01","to":"2026-02-01","formula":"A/B","group_by":"properties.plan","limit":2,
                 "series":[{"event":"buy"},{"event":"visit"}]}
                """)
                .path("series")
                .get(0);

        // a: 1/4, b: 1/1, c: 0/1, d: 1/0 = 0; the rest is c and d: 1/1; absent: 0/1.
        assertThat(series.path("groups").toString())
                .isEqualTo(
                        "[{\"label\":\"b\",\"values\":[\"b\"],\"total\":1},{\"label\":\"a\",\"values\":[\"a\"],\"total\":0.25},"
                                + "{\"label\":\"$none\",\"values\":[null],\"total\":0},{\"label\":\"$other\",\"other\":true,\"total\":1}]");
        assertThat(series.path("data").toString())
                .isEqualTo("[{\"date\":\"2026-02-01\",\"groups\":{\"b\":1,\"a\":0.25,\"$none\":0,\"$other\":1}}]");
    }

    @Test
    void eachSeriesHasItsFiltersNameAndGroups() {
        amounts();

        String csv = api.csv(
                """
                {"type":"timeseries","format":"csv","from":"2026-02-01","to":"2026-02-01","group_by":"properties.amount","limit":1,
                 "series":[{"event":"buy","filters":{"properties.amount":[10]},"name":"Tens"},{"event":"*","measure":"max_per_contact"}]}
                """);

        assertThat(csv)
                .isEqualTo("properties.amount,series,date,value\r\n10,A,2026-02-01,1\r\n0.1,B,2026-02-01,1\r\n"
                        + "\"\",B,2026-02-01,1\r\n$other,B,2026-02-01,2\r\n");
    }

    @Test
    void sumsRunOn() {
        amounts();

        JsonNode series = api.query(
                        """
                {"type":"timeseries","cumulative":true,"from":"2026-02-01","to":"2026-02-03",
                 "series":[{"event":"buy","measure":"sum","property":"amount"}]}
                """)
                .path("series")
                .get(0);

        assertThat(values(series)).isEqualTo("10.3, 50.3, 50.3");
    }

    @Test
    void stickinessCountsTheIntervalsOfEachContact() {
        amounts();
        String query =
                """
                {"type":"stickiness","event":"buy","from":"2026-02-01","to":"2026-02-03","or_more":%s}
                """;

        JsonNode answer = api.query(query.formatted("false"));
        assertThat(answer.path("data").toString())
                .isEqualTo(
                        "[{\"intervals\":1,\"contacts\":2},{\"intervals\":2,\"contacts\":1},{\"intervals\":3,\"contacts\":0}]");
        assertThat(answer.path("total").asInt()).isEqualTo(3);
        assertThat(api.query(query.formatted("true")).path("data").toString())
                .isEqualTo(
                        "[{\"intervals\":1,\"contacts\":3},{\"intervals\":2,\"contacts\":1},{\"intervals\":3,\"contacts\":0}]");
        assertThat(people(query.formatted("false"), "{\"intervals\":1}")).isEqualTo(2);
        assertThat(people(query.formatted("true"), "{\"intervals\":1}")).isEqualTo(3);
    }

    @Test
    void lifecycleLooksAtAllHistory() {
        // ann: 29, 31 January, 1, 3 February; bob: 1 and 2 February; cid: 31 January; dot: 2 February.
        api.track("ann", "use", "2026-01-29T10:00:00.000Z")
                .track("ann", "use", "2026-01-31T10:00:00.000Z")
                .track("ann", "use", "2026-02-01T10:00:00.000Z")
                .track("ann", "use", "2026-02-03T10:00:00.000Z")
                .track("bob", "use", "2026-02-01T10:00:00.000Z")
                .track("bob", "use", "2026-02-02T10:00:00.000Z")
                .track("cid", "use", "2026-01-31T10:00:00.000Z")
                .track("dot", "use", "2026-02-02T10:00:00.000Z")
                .track("dot", "other", "2026-01-02T10:00:00.000Z")
                .stored();
        String query = "{\"type\":\"lifecycle\",\"event\":\"use\",\"from\":\"2026-02-01\",\"to\":\"2026-02-03\"}";

        assertThat(api.query(query).path("data").toString())
                .isEqualTo("[{\"date\":\"2026-02-01\",\"new\":1,\"returning\":1,\"resurrecting\":0,\"dormant\":1},"
                        + "{\"date\":\"2026-02-02\",\"new\":1,\"returning\":1,\"resurrecting\":0,\"dormant\":1},"
                        + "{\"date\":\"2026-02-03\",\"new\":0,\"returning\":0,\"resurrecting\":1,\"dormant\":2}]");
        assertThat(people(query, "{\"date\":\"2026-02-03\",\"state\":\"dormant\"}"))
                .isEqualTo(2);
        assertThat(api.csv(query.replace("}", ",\"format\":\"csv\"}")))
                .startsWith("date,new,returning,resurrecting,dormant\r\n2026-02-01,1,1,0,1\r\n");
    }

    @Test
    void lifecycleOfARangeThatBeginsWithinABucket() {
        // The part of the first day before the range is earlier, and neither in the bucket nor in the one before.
        api.track("ann", "use", "2026-02-01T05:00:00.000Z")
                .track("ann", "use", "2026-02-01T07:00:00.000Z")
                .track("bob", "use", "2026-02-01T05:00:00.000Z")
                .track("cid", "use", "2026-01-31T05:00:00.000Z")
                .stored();

        assertThat(api.query(
                                "{\"type\":\"lifecycle\",\"event\":\"use\",\"from\":\"2026-02-01T06:00:00\",\"to\":\"2026-02-02\"}")
                        .path("data")
                        .toString())
                .isEqualTo("[{\"date\":\"2026-02-01\",\"new\":0,\"returning\":0,\"resurrecting\":1,\"dormant\":1},"
                        + "{\"date\":\"2026-02-02\",\"new\":0,\"returning\":0,\"resurrecting\":0,\"dormant\":1}]");
    }

    private void amounts() {
        api.track("ann", "buy", "2026-02-01T01:00:00.000Z", "amount", "10")
                .track("ann", "buy", "2026-02-01T02:00:00.000Z", "amount", "0.1")
                .track("bob", "buy", "2026-02-01T01:00:00.000Z", "amount", "0.2")
                .track("bob", "buy", "2026-02-01T01:00:00.000Z", "amount", "x")
                .track("cid", "buy", "2026-02-01T01:00:00.000Z")
                .track("ann", "buy", "2026-02-02T01:00:00.000Z", "amount", "40")
                .stored();
    }

    private long people(String query, String cell) {
        return api.json(
                        200,
                        api.post(
                                "/v1/analytics/people",
                                api.secretKey,
                                "{\"query\":" + query + ",\"cell\":" + cell + "}"))
                .path("total")
                .asLong();
    }

    private static String values(JsonNode series) {
        List<String> values = new ArrayList<>();
        series.path("data").forEach(row -> values.add(row.path("value").toString()));
        return String.join(", ", values);
    }
}
