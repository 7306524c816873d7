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

/** Cohort retention over HTTP and a real ClickHouse, each rule by an example worked out by hand. */
class RetentionIT {

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void oneRowPerBucketWithEmptyOnesAndRatesOfTheSummaryByCohortsThatHaveTheColumn() {
        buys("ann", "2021-01-05", "2021-02-10", "2021-03-01");
        buys("bob", "2021-01-31", "2021-03-31");
        buys("cid", "2021-02-01", "2021-03-15");
        buys("dan", "2021-02-28", "2021-04-01");
        api.stored();

        JsonNode answer = api.query(
                """
                {"type":"cohort_retention","start":{"event":"buy"},"return":{"event":"buy"},"mode":"first_time",
                 "period":"month","from":"2021-01-01","to":"2021-03-31","timezone":"UTC"}
                """);

        assertThat(answer.toString())
                .isEqualTo("{\"type\":\"cohort_retention\",\"mode\":\"first_time\",\"period\":\"month\","
                        + "\"from\":\"2021-01-01\",\"to\":\"2021-03-31\",\"timezone\":\"UTC\",\"data\":["
                        + "{\"cohort\":\"2021-01-01\",\"size\":2,\"counts\":[2,1,2],\"rates\":[1.0,0.5,1.0]},"
                        + "{\"cohort\":\"2021-02-01\",\"size\":2,\"counts\":[2,1],\"rates\":[1.0,0.5]},"
                        + "{\"cohort\":\"2021-03-01\",\"size\":0,\"counts\":[0],\"rates\":[0.0]}],"
                        + "\"summary\":{\"size\":4,\"counts\":[4,2,2],\"rates\":[1.0,0.5,1.0]}}");
    }

    @Test
    void aRecurringContactIsInEveryCohortInWhichItStarted() {
        buys("ann", "2021-01-05", "2021-01-06", "2021-02-10", "2021-03-01");
        buys("bob", "2021-02-10");
        api.stored();

        assertThat(table(months("")))
                .containsExactly("2021-01-01 1: 1 1 1", "2021-02-01 2: 2 1", "2021-03-01 1: 1", "4: 4 2 1");
    }

    @Test
    void aFirstTimeLooksAtHistoryBeforeTheRange() {
        api.track("ann", "buy", "2020-06-01T00:00:00.000Z", "kind", "book")
                .track("ann", "buy", "2021-01-05T00:00:00.000Z", "kind", "game")
                .track("bob", "buy", "2021-01-05T00:00:00.000Z", "kind", "game")
                .track("cid", "buy", "2020-06-01T00:00:00.000Z", "kind", "game")
                .track("cid", "buy", "2021-01-05T00:00:00.000Z", "kind", "game")
                .stored();
        String query =
                """
                {"type":"cohort_retention","start":{"event":"buy","filters":{"properties.kind":"game"}},"mode":"%s",
                 "period":"month","from":"2021-01-01","to":"2021-01-31"}
                """;

        assertThat(table(api.query(query.formatted("recurring")))).first().isEqualTo("2021-01-01 3: 3");
        // Of Ann the first game lies in the range, though a book came before.
        assertThat(table(api.query(query.formatted("first_time")))).first().isEqualTo("2021-01-01 2: 2");
        // Of Bob alone the first purchase of all is a game in the range.
        assertThat(table(api.query(query.formatted("first_ever")))).first().isEqualTo("2021-01-01 1: 1");
    }

    @Test
    void filtersRemoveEventsBeforeAnythingElse() {
        api.track("ann", "buy", "2020-06-01T00:00:00.000Z", "shop", "a")
                .track("ann", "buy", "2021-01-05T00:00:00.000Z", "shop", "b")
                .track("ann", "buy", "2021-02-05T00:00:00.000Z", "shop", "a")
                .stored();

        assertThat(table(months(",\"mode\":\"first_ever\",\"filters\":{\"properties.shop\":\"b\"}")))
                .containsExactly("2021-01-01 1: 1 0 0", "2021-02-01 0: 0 0", "2021-03-01 0: 0", "1: 1 0 0");
    }

    @Test
    void returnsMayBeAnotherEvent() {
        api.track("ann", "signup", "2021-01-05T00:00:00.000Z");
        buys("ann", "2021-01-06", "2021-02-10");
        buys("bob", "2021-01-06", "2021-02-10");
        api.stored();

        assertThat(
                        table(
                                api.query(
                                        """
                {"type":"cohort_retention","start":{"event":"signup"},"return":{"event":"buy"},"period":"month",
                 "from":"2021-01-01","to":"2021-02-28"}
                """)))
                .containsExactly("2021-01-01 1: 1 1", "2021-02-01 0: 0", "1: 1 1");
    }

    @Test
    void theFirstBucketKeepsItsCalendarStartAndTheRangeItsEnds() {
        buys("ann", "2021-01-04", "2021-01-12");
        buys("bob", "2021-01-06", "2021-01-12", "2021-01-17T12:00:01");
        api.stored();

        // The week of 4 January begins before the range, in which Ann did not start.
        assertThat(
                        table(
                                api.query(
                                        """
                {"type":"cohort_retention","start":{"event":"buy"},"from":"2021-01-05","to":"2021-01-17T12:00:00"}
                """)))
                .containsExactly("2021-01-04 1: 1 1", "2021-01-11 2: 2", "3: 3 1");
    }

    @Test
    void weeksStartAsAsked() {
        buys("ann", "2021-01-09", "2021-01-10");
        api.stored();
        String query =
                """
                {"type":"cohort_retention","start":{"event":"buy"},"from":"2021-01-04","to":"2021-01-17","week_start":"%s"}
                """;

        assertThat(table(api.query(query.formatted("monday"))))
                .containsExactly("2021-01-04 1: 1 0", "2021-01-11 0: 0", "1: 1 0");
        // 10 January 2021 is a Sunday.
        assertThat(table(api.query(query.formatted("sunday"))))
                .containsExactly("2021-01-03 1: 1 1 0", "2021-01-10 1: 1 0", "2021-01-17 0: 0", "2: 2 1 0");
    }

    @Test
    void daysOfTwentyThreeAndTwentyFiveHoursAreDays() {
        buys("ann", "2025-10-25T22:00:00", "2025-10-26T22:59:59", "2025-10-26T23:00:00");
        api.stored();

        // 26 October 2025 has 25 hours in Berlin, from 22:00 to 23:00 UTC.
        assertThat(
                        table(
                                api.query(
                                        """
                {"type":"cohort_retention","start":{"event":"buy"},"period":"day","from":"2025-10-26","to":"2025-10-27",
                 "timezone":"Europe/Berlin"}
                """)))
                .containsExactly("2025-10-26 1: 1 1", "2025-10-27 1: 1", "2: 2 1");
    }

    @Test
    void theDoubledHourIsTwoCohorts() {
        buys("ann", "2025-10-26T00:30:00", "2025-10-26T01:30:00", "2025-10-26T02:30:00");
        api.stored();

        assertThat(
                        table(
                                api.query(
                                        """
                {"type":"cohort_retention","start":{"event":"buy"},"period":"hour","mode":"first_time",
                 "from":"2025-10-26T02:00:00","to":"2025-10-26T03:59:59","timezone":"Europe/Berlin"}
                """)))
                .containsExactly(
                        "2025-10-26T02:00:00+02:00 1: 1 1 1",
                        "2025-10-26T02:00:00+01:00 0: 0 0",
                        "2025-10-26T03:00:00+01:00 0: 0",
                        "1: 1 1 1");
    }

    @Test
    void withPeriodsReturnsAreReadBeyondTheRangeAndColumnsThatHaveNotBegunAreNull() {
        // It is noon of 15 March 2026.
        buys("ann", "2026-01-10", "2026-02-10", "2026-03-02");
        buys("bob", "2026-02-10", "2026-03-10");
        api.stored();
        String query =
                """
                {"type":"cohort_retention","start":{"event":"buy"},"mode":"first_time","period":"month","periods":%d,
                 "from":"2026-01-01","to":"2026-02-28"}
                """;

        JsonNode answer = api.query(query.formatted(4));
        assertThat(table(answer))
                .containsExactly("2026-01-01 1: 1 1 1 null", "2026-02-01 1: 1 1 null null", "2: 2 2 1 null");
        assertThat(answer.path("summary").path("rates").toString()).isEqualTo("[1.0,1.0,1.0,null]");
        assertThat(answer.path("data").get(1).path("rates").toString()).isEqualTo("[1.0,1.0,null,null]");
        assertThat(table(api.query(query.formatted(1)))).containsExactly("2026-01-01 1: 1", "2026-02-01 1: 1", "2: 2");
    }

    @Test
    void returnsBehindTheRangeCountInTheRestOfItsLastBucketToo() {
        buys("ann", "2026-01-05", "2026-01-20", "2026-01-25");
        api.stored();

        // The range ends within the week of 19 January; the weeks' columns go on to its end.
        assertThat(
                        table(
                                api.query(
                                        """
                {"type":"cohort_retention","start":{"event":"buy"},"return":{"event":"buy"},"min_occurrences":2,"periods":3,
                 "from":"2026-01-05","to":"2026-01-20"}
                """)))
                .containsExactly("2026-01-05 1: 1 0 1", "2026-01-12 0: 0 0 0", "2026-01-19 1: 1 0 0", "2: 2 0 1");
    }

    @Test
    void onOrAfterCountsReturnsInAColumnOrLater() {
        buys("ann", "2021-01-05", "2021-03-01");
        buys("bob", "2021-01-05", "2021-02-01");
        buys("cid", "2021-01-05", "2021-05-01");
        api.stored();

        assertThat(table(months(",\"mode\":\"first_time\",\"on_or_after\":true")))
                .containsExactly("2021-01-01 3: 3 2 1", "2021-02-01 0: 0 0", "2021-03-01 0: 0", "3: 3 2 1");
        // With periods returns are read beyond the range, and May is later than each column.
        assertThat(table(months(",\"mode\":\"first_time\",\"on_or_after\":true,\"periods\":3")))
                .first()
                .isEqualTo("2021-01-01 3: 3 3 2");
    }

    @Test
    void rollingColumnsAreMeasuredFromTheContactsOwnStart() {
        buys("ann", "2021-01-01T23:00:00", "2021-01-02T01:00:00", "2021-01-02T22:59:59", "2021-01-03T23:00:00");
        buys("bob", "2021-01-01T10:00:00", "2021-01-02T10:00:00");
        api.stored();
        String query =
                """
                {"type":"cohort_retention","start":{"event":"buy"},"mode":"first_time","period":"day","rolling":%s,
                 "from":"2021-01-01","to":"2021-01-03"}
                """;

        assertThat(table(api.query(query.formatted("false")))).first().isEqualTo("2021-01-01 2: 2 2 1");
        // Ann's next day is still within 24 hours of her start; her second column begins to the second.
        assertThat(table(api.query(query.formatted("true")))).first().isEqualTo("2021-01-01 2: 2 1 1");
    }

    @Test
    void rollingWindowsOfARecurringContactBeginWithItsFirstStartOfTheBucket() {
        buys("ann", "2021-01-01T10:00:00", "2021-01-01T20:00:00", "2021-01-02T12:00:00");
        api.stored();

        assertThat(
                        table(
                                api.query(
                                        """
                {"type":"cohort_retention","start":{"event":"buy"},"period":"day","rolling":true,"periods":2,
                 "from":"2021-01-01","to":"2021-01-02"}
                """)))
                .containsExactly("2021-01-01 1: 1 1", "2021-01-02 1: 1 0", "2: 2 1");
    }

    @Test
    void aRollingColumnThatHasNotBegunIsNull() {
        // Now is 12:00: the second day after the start of 14 March begins at 00:00 of the 16th at the earliest.
        buys("ann", "2026-03-14T10:00:00");
        api.stored();

        assertThat(
                        table(
                                api.query(
                                        """
                {"type":"cohort_retention","start":{"event":"buy"},"period":"day","rolling":true,"periods":3,
                 "from":"2026-03-14","to":"2026-03-14"}
                """)))
                .containsExactly("2026-03-14 1: 1 0 null", "1: 1 0 null");
    }

    @Test
    void aColumnNeedsSoManyOccurrencesFromTheFirstOn() {
        buys("ann", "2021-01-05", "2021-02-01", "2021-02-02", "2021-03-01");
        buys("bob", "2021-01-05", "2021-02-01", "2021-03-01");
        api.stored();

        assertThat(table(months(",\"mode\":\"first_time\",\"min_occurrences\":2")))
                .first()
                .isEqualTo("2021-01-01 2: 2 1 0");
        // Both have two purchases in February or later, Ann has two in March or later no more than Bob.
        assertThat(table(months(",\"mode\":\"first_time\",\"min_occurrences\":2,\"on_or_after\":true")))
                .first()
                .isEqualTo("2021-01-01 2: 2 2 0");
    }

    @Test
    void aGroupNeedsTheSameValueForStartAndReturn() {
        buysWith("ann", "2021-01-05", "web");
        buysWith("ann", "2021-02-05", "ios");
        buysWith("bob", "2021-01-05", "web");
        buysWith("bob", "2021-02-05", "web");
        buysWith("cid", "2021-01-05", "ios");
        buysWith("cid", "2021-02-05", "");
        buysWith("dan", "2021-02-05", "");
        api.stored();

        JsonNode recurring = months(",\"group_by\":\"properties.app\",\"to\":\"2021-02-28\"");
        assertThat(table(recurring)).containsExactly("2021-01-01 3: 3 3", "2021-02-01 4: 4", "7: 7 3");
        assertThat(groups(recurring))
                .containsExactly(
                        "web 3 | 2021-01-01 2: 2 1 | 2021-02-01 1: 1 | 3: 3 1",
                        "ios 2 | 2021-01-01 1: 1 0 | 2021-02-01 1: 1 | 2: 2 0",
                        "$none 2 | 2021-01-01 0: 0 0 | 2021-02-01 2: 2 | 2: 2 0");
        // The first purchase of all decides; it has one value.
        assertThat(groups(months(",\"group_by\":\"properties.app\",\"to\":\"2021-02-28\",\"mode\":\"first_time\"")))
                .containsExactly(
                        "web 2 | 2021-01-01 2: 2 1 | 2021-02-01 0: 0 | 2: 2 1",
                        "ios 1 | 2021-01-01 1: 1 0 | 2021-02-01 0: 0 | 1: 1 0",
                        "$none 1 | 2021-01-01 0: 0 0 | 2021-02-01 1: 1 | 1: 1 0");
    }

    @Test
    void theRestIsCountedOncePerContactAndKeepsTheSameValueRule() {
        for (String user : List.of("u1", "u2", "u3", "u4")) {
            buysWith(user, "2021-01-05", "web");
        }
        buysWith("ann", "2021-01-05", "ios");
        buysWith("ann", "2021-01-06", "tv");
        buysWith("ann", "2021-02-06", "tv");
        buysWith("bob", "2021-01-05", "ios");
        buysWith("bob", "2021-02-05", "tv");
        api.stored();
        String asked = ",\"group_by\":\"properties.app\",\"to\":\"2021-02-28\",\"limit\":1";

        assertThat(groups(months(asked)))
                .containsExactly(
                        "web 4 | 2021-01-01 4: 4 0 | 2021-02-01 0: 0 | 4: 4 0",
                        "$other 4 | 2021-01-01 2: 2 1 | 2021-02-01 2: 2 | 4: 4 1");
        assertThat(groups(months(asked + ",\"other\":false"))).hasSize(1);
    }

    @Test
    void groupsOfSeveralFieldsAndBins() {
        api.track("ann", "buy", "2021-01-05T00:00:00.000Z", "app", "web", "amount", "10")
                .track("ann", "buy", "2021-02-05T00:00:00.000Z", "app", "web", "amount", "24")
                .track("bob", "buy", "2021-01-05T00:00:00.000Z", "app", "$x", "amount", "40")
                .track("bob", "buy", "2021-02-05T00:00:00.000Z", "app", "$x", "amount", "30")
                .stored();

        assertThat(groups(months(",\"group_by\":[\"properties.app\",\"utm.source\"],\"to\":\"2021-02-28\"")))
                .containsExactly(
                        "$$x|$none 2 | 2021-01-01 1: 1 1 | 2021-02-01 1: 1 | 2: 2 1",
                        "web|$none 2 | 2021-01-01 1: 1 1 | 2021-02-01 1: 1 | 2: 2 1");
        // From 10 to 40: 10 and 24 lie in the lower half, 30 and 40 in the upper.
        assertThat(groups(months(",\"group_by\":{\"field\":\"properties.amount\",\"bins\":2},\"to\":\"2021-02-28\"")))
                .containsExactly(
                        "[10,25) 2 | 2021-01-01 1: 1 1 | 2021-02-01 1: 1 | 2: 2 1",
                        "[25,40] 2 | 2021-01-01 1: 1 1 | 2021-02-01 1: 1 | 2: 2 1");
    }

    @Test
    void mergedPersonsAreOneContact() {
        buys("old", "2020-12-30");
        buys("ann", "2021-01-05");
        buys("old", "2021-02-05");
        api.stored();
        assertThat(table(months(",\"mode\":\"first_time\""))).first().isEqualTo("2021-01-01 1: 1 0 0");
        assertThat(table(months(""))).contains("2021-02-01 1: 1 0");

        merge("old", "ann");

        assertThat(table(months(",\"mode\":\"first_time\""))).first().isEqualTo("2021-01-01 0: 0 0 0");
        assertThat(table(months(""))).first().isEqualTo("2021-01-01 1: 1 1 0");
    }

    @Test
    void theContactsOfACellAreListed() {
        buysWith("ann", "2021-01-05", "web");
        buysWith("ann", "2021-02-05", "web");
        buysWith("bob", "2021-01-05", "ios");
        api.stored();

        assertThat(people("{\"cohort\":\"2021-01-01\",\"column\":1,\"outcome\":\"returned\"}"))
                .containsExactly(id("ann"));
        assertThat(people("{\"cohort\":\"2021-01-01\",\"column\":1,\"outcome\":\"away\"}"))
                .containsExactly(id("bob"));
        assertThat(people("{\"cohort\":\"2021-01-01\",\"column\":0,\"group\":[\"ios\"]}"))
                .containsExactly(id("bob"));
        assertThat(people("{\"cohort\":\"2021-01-01\",\"column\":0,\"other\":true}"))
                .isEmpty();
        // The range has three months: its last has no second column.
        JsonNode error = api.json(
                        400, askPeople("{\"cohort\":\"2021-03-01\",\"column\":1,\"outcome\":\"gone\",\"bin\":1}"))
                .path("error");
        assertThat(Api.texts(error.path("details"), "field"))
                .containsExactlyInAnyOrder("/cell/column", "/cell/outcome", "/cell/bin");
    }

    private List<String> people(String cell) {
        JsonNode answer = api.json(200, askPeople(cell));
        assertThat(answer.path("total").asInt()).isEqualTo(answer.path("data").size());
        return Api.texts(answer.path("data"), "id");
    }

    private HttpResponse<String> askPeople(String cell) {
        return api.post(
                "/v1/analytics/people",
                api.secretKey,
                "{\"query\":{\"type\":\"cohort_retention\",\"start\":{\"event\":\"buy\"},\"period\":\"month\","
                        + "\"from\":\"2021-01-01\",\"to\":\"2021-03-31\",\"group_by\":\"properties.app\"},\"cell\":"
                        + cell
                        + "}");
    }

    private String id(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user))
                .toString();
    }

    @Test
    void csvHasARowPerNumber() {
        buysWith("ann", "2026-02-05", "web");
        buysWith("ann", "2026-03-05", "web");
        api.stored();
        String query =
                """
                {"type":"cohort_retention","start":{"event":"buy"},"period":"month","periods":3,"from":"2026-02-01",
                 "to":"2026-02-28","format":"csv"%s}
                """;

        assertThat(api.csv(query.formatted("")))
                .isEqualTo("cohort,size,column,count,rate\r\n2026-02-01,1,0,1,1.0\r\n2026-02-01,1,1,1,1.0\r\n"
                        + "2026-02-01,1,2,,\r\n");
        assertThat(api.csv(query.formatted(",\"group_by\":\"properties.app\"")))
                .startsWith("properties.app,cohort,size,column,count,rate\r\nweb,2026-02-01,1,0,1,1.0\r\n");
    }

    @Test
    void faultsAreNamed() {
        assertThat(faults("{\"type\":\"cohort_retention\"}")).containsExactly("/start required");
        assertThat(
                        faults(
                                """
                {"type":"cohort_retention","start":{"event":7,"color":1},"return":"buy","mode":"second","period":"quarter",
                 "periods":0,"on_or_after":1,"rolling":"no","min_occurrences":0,"steps":[]}
                """))
                .containsExactlyInAnyOrder(
                        "/start/event wrong_type",
                        "/start/color unknown_field",
                        "/return wrong_type",
                        "/mode invalid",
                        "/period invalid",
                        "/periods out_of_range",
                        "/on_or_after wrong_type",
                        "/rolling wrong_type",
                        "/min_occurrences out_of_range",
                        "/steps unknown_field");
    }

    @Test
    void aTableThatIsTooLargeToShowIsRefused() {
        JsonNode error = api.json(
                        422,
                        api.post(
                                "/v1/analytics/query",
                                api.secretKey,
                                """
                {"type":"cohort_retention","start":{"event":"buy"},"period":"hour","from":"2025-01-01","to":"2025-12-31"}
                """))
                .path("error");

        assertThat(error.path("code").asText()).isEqualTo("limit_exceeded");
        assertThat(error.path("details").toString()).isEqualTo("[{\"limit\":\"cells\",\"bound\":\"2000000\"}]");
    }

    private JsonNode months(String more) {
        String to = more.contains("\"to\"") ? "" : ",\"to\":\"2021-03-31\"";
        return api.query("{\"type\":\"cohort_retention\",\"start\":{\"event\":\"buy\"},\"period\":\"month\","
                + "\"from\":\"2021-01-01\"" + to + more + "}");
    }

    private void buys(String user, String... times) {
        for (String time : times) {
            api.track(user, "buy", (time.length() == 10 ? time + "T00:00:00" : time) + ".000Z");
        }
    }

    private void buysWith(String user, String day, String app) {
        String[] properties = app.isEmpty() ? new String[0] : new String[] {"app", app};
        api.track(user, "buy", day + "T00:00:00.000Z", properties);
    }

    private void merge(String source, String target) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id());
        row.put("person", number(source)).put("from_ms", 0).put("contact", number(target));
        row.put("kind", "u").put("id", source).put("version", 1);
        api.insert("identities", List.of(row));
    }

    private java.math.BigInteger number(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user))
                .number();
    }

    private List<String> faults(String body) {
        List<String> faults = new ArrayList<>();
        api.refused(body)
                .path("details")
                .forEach(fault -> faults.add(fault.path("field").asText() + " "
                        + fault.path("reason").asText()));
        return faults;
    }

    /** The rows, then the summary: label, size and counts. */
    static List<String> table(JsonNode node) {
        List<String> lines = new ArrayList<>();
        node.path("data").forEach(row -> lines.add(row.path("cohort").asText() + " " + line(row)));
        lines.add(line(node.path("summary")));
        return lines;
    }

    private static List<String> groups(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        answer.path("groups")
                .forEach(group -> lines.add(group.path("label").asText() + " "
                        + group.path("total").asLong() + " | " + String.join(" | ", table(group))));
        return lines;
    }

    private static String line(JsonNode row) {
        List<String> counts = new ArrayList<>();
        row.path("counts").forEach(count -> counts.add(count.asText()));
        return row.path("size").asLong() + ": " + String.join(" ", counts);
    }
}
