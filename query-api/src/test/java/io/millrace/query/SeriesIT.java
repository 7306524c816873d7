package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counts over time, asked over HTTP of a real ClickHouse; expected values are counted by hand. */
class SeriesIT {

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyBucketOfTheRangeIsThereAndBothEndsCount() {
        api.track("ann", "signup", "2026-02-01T00:00:00.000Z")
                .track("bob", "signup", "2026-02-03T23:59:59.999Z")
                .track("bob", "signup", "2026-02-04T00:00:00.000Z")
                .track("bob", "login", "2026-02-02T12:00:00.000Z")
                .stored();

        JsonNode answer = api.query(
                """
                {"type":"event_count","event":"signup","from":"2026-02-01","to":"2026-02-03"}
                """);

        assertThat(answer.toString())
                .isEqualTo(
                        "{\"type\":\"event_count\",\"interval\":\"day\",\"timezone\":\"UTC\",\"from\":\"2026-02-01\","
                                + "\"to\":\"2026-02-03\",\"data\":[{\"date\":\"2026-02-01\",\"value\":1},"
                                + "{\"date\":\"2026-02-02\",\"value\":0},{\"date\":\"2026-02-03\",\"value\":1}],\"total\":2}");
    }

    @Test
    void aTimeAsEndIsTheLastMomentThatCountsAndTheFirstBucketKeepsItsStart() {
        api.track("ann", "tick", "2026-02-01T05:59:59.999Z")
                .track("ann", "tick", "2026-02-01T06:00:00.000Z")
                .track("ann", "tick", "2026-02-02T06:00:00.000Z")
                .track("ann", "tick", "2026-02-02T06:00:00.001Z")
                .stored();

        assertThat(
                        values(
                                """
                {"type":"event_count","event":"tick","from":"2026-02-01T06:00:00","to":"2026-02-02T06:00:00"}
                """))
                .containsExactly("2026-02-01=1", "2026-02-02=1");
    }

    @Test
    void theDoubledHourIsTwoBucketsAndTheShortDayIsOne() {
        // Berlin sets back at 03:00 CEST = 01:00 UTC on 25 October 2026.
        api.track("ann", "tick", "2026-10-25T00:30:00.000Z")
                .track("ann", "tick", "2026-10-25T01:30:00.000Z")
                .track("ann", "tick", "2026-10-25T01:45:00.000Z")
                .stored();

        assertThat(
                        values(
                                """
                {"type":"event_count","event":"tick","interval":"hour","timezone":"Europe/Berlin",
                 "from":"2026-10-25T01:00:00","to":"2026-10-25T03:59:59"}
                """))
                .containsExactly(
                        "2026-10-25T01:00:00+02:00=0",
                        "2026-10-25T02:00:00+02:00=1",
                        "2026-10-25T02:00:00+01:00=2",
                        "2026-10-25T03:00:00+01:00=0");
    }

    @Test
    void aDayThatBeginsAtOneIsMatchedByItsLocalDate() {
        // Santiago skips midnight to 01:00 on 6 September 2026: that day begins at 04:00 UTC.
        api.track("ann", "tick", "2026-09-06T03:59:59.999Z")
                .track("ann", "tick", "2026-09-06T04:00:00.000Z")
                .track("ann", "tick", "2026-09-07T02:59:59.999Z")
                .stored();

        assertThat(
                        values(
                                """
                {"type":"event_count","event":"tick","timezone":"America/Santiago","from":"2026-09-05","to":"2026-09-06"}
                """))
                .containsExactly("2026-09-05=1", "2026-09-06=2");
    }

    @Test
    void weeksBeginOnTheDayThatIsAskedFor() {
        // 1 February 2026 is a Sunday.
        api.track("ann", "tick", "2026-02-01T12:00:00.000Z")
                .track("ann", "tick", "2026-02-02T12:00:00.000Z")
                .stored();
        String query =
                """
                {"type":"event_count","event":"tick","interval":"week","week_start":"%s","from":"2026-02-01","to":"2026-02-02"}
                """;

        assertThat(values(query.formatted("monday"))).containsExactly("2026-01-26=1", "2026-02-02=1");
        assertThat(values(query.formatted("sunday"))).containsExactly("2026-02-01=2");
    }

    @Test
    void groupsAreOrderedBySizeThenLabelThenTheAbsentThenTheRestCountedDirectly() {
        api.track("ann", "buy", "2026-02-01T01:00:00.000Z", "plan", "gold")
                .track("bob", "buy", "2026-02-01T01:00:00.000Z", "plan", "gold")
                .track("ann", "buy", "2026-02-01T02:00:00.000Z", "plan", "$free")
                .track("ann", "buy", "2026-02-01T03:00:00.000Z", "plan", "0")
                .track("ann", "buy", "2026-02-02T03:00:00.000Z", "plan", "tin")
                .track("cid", "buy", "2026-02-01T03:00:00.000Z")
                .stored();

        JsonNode answer = api.query(
                """
                {"type":"unique_contacts","event":"buy","from":"2026-02-01","to":"2026-02-02",
                 "group_by":"properties.plan","limit":1}
                """);

        assertThat(answer.path("groups").toString())
                .isEqualTo("[{\"label\":\"gold\",\"values\":[\"gold\"],\"total\":2},"
                        + "{\"label\":\"$none\",\"values\":[null],\"total\":1},"
                        + "{\"label\":\"$other\",\"other\":true,\"total\":1}]");
        assertThat(answer.path("data").toString())
                .isEqualTo("[{\"date\":\"2026-02-01\",\"groups\":{\"gold\":2,\"$none\":1,\"$other\":1}},"
                        + "{\"date\":\"2026-02-02\",\"groups\":{\"gold\":0,\"$none\":0,\"$other\":1}}]");
        assertThat(answer.path("total").asLong()).isEqualTo(3);
        JsonNode all = api.query(
                """
                {"type":"event_count","event":"buy","from":"2026-02-01","to":"2026-02-02","group_by":["properties.plan"]}
                """);
        assertThat(Api.texts(all.path("groups"), "label")).containsExactly("gold", "$$free", "0", "tin", "$none");
    }

    @Test
    void numbersAreCutIntoEqualBins() {
        for (String amount : List.of("10", "17.5", "25", "32.5", "40", "12", "not a number")) {
            api.track("ann", "buy", "2026-02-01T01:00:00.000Z", "amount", amount);
        }
        api.stored();

        JsonNode answer = api.query(
                """
                {"type":"event_count","event":"buy","from":"2026-02-01","to":"2026-02-01",
                 "group_by":{"field":"properties.amount","bins":4}}
                """);

        assertThat(groupTotals(answer))
                .containsExactly("[10,17.5)=2", "[32.5,40]=2", "[17.5,25)=1", "[25,32.5)=1", "$none=1");
    }

    @Test
    void numbersWithAnExponentAreInBinsToo() {
        for (String amount : List.of("0", "1e-7", "1.5e1", "2E+1", "40")) {
            api.track("ann", "buy", "2026-02-01T01:00:00.000Z", "amount", amount);
        }
        api.stored();

        JsonNode answer = api.query(
                """
                {"type":"event_count","event":"buy","from":"2026-02-01","to":"2026-02-01",
                 "group_by":{"field":"properties.amount","bins":2}}
                """);

        assertThat(groupTotals(answer)).containsExactly("[0,20)=3", "[20,40]=2");
    }

    @Test
    void cumulativeCountsAContactOnce() {
        api.track("ann", "buy", "2026-02-01T01:00:00.000Z")
                .track("ann", "buy", "2026-02-02T01:00:00.000Z")
                .track("bob", "buy", "2026-02-03T01:00:00.000Z")
                .stored();
        String query =
                """
                {"type":"%s","event":"buy","from":"2026-02-01","to":"2026-02-03","cumulative":true}
                """;

        assertThat(values(query.formatted("unique_contacts")))
                .containsExactly("2026-02-01=1", "2026-02-02=1", "2026-02-03=2");
        assertThat(values(query.formatted("event_count")))
                .containsExactly("2026-02-01=1", "2026-02-02=2", "2026-02-03=3");
    }

    @Test
    void thePreviousPeriodStandsBeside() {
        api.track("ann", "buy", "2026-01-30T01:00:00.000Z")
                .track("ann", "buy", "2026-02-02T01:00:00.000Z")
                .stored();

        JsonNode answer = api.query(
                """
                {"type":"event_count","event":"buy","from":"2026-02-01","to":"2026-02-02","compare":"previous_period"}
                """);
        assertThat(answer.path("previous").toString())
                .isEqualTo(
                        "{\"from\":\"2026-01-30\",\"to\":\"2026-01-31\",\"data\":[{\"date\":\"2026-01-30\",\"value\":1},"
                                + "{\"date\":\"2026-01-31\",\"value\":0}],\"total\":1}");

        assertThat(
                        api.csv(
                                """
                {"type":"event_count","event":"buy","from":"2026-02-01","to":"2026-02-02","compare":"previous_period","format":"csv"}
                """))
                .isEqualTo("series,date,value,previous_date,previous_value\r\n"
                        + "A,2026-02-01,0,2026-01-30,1\r\nA,2026-02-02,1,2026-01-31,0\r\n");
    }

    @Test
    void thePreviousPeriodShowsEveryGroupOfTheRange() {
        api.track("ann", "buy", "2026-02-01T01:00:00.000Z", "plan", "gold")
                .track("bob", "buy", "2026-02-01T01:00:00.000Z", "plan", "gold")
                .track("ann", "buy", "2026-02-01T02:00:00.000Z", "plan", "tin")
                .track("ann", "buy", "2026-02-01T03:00:00.000Z")
                .track("ann", "buy", "2026-01-31T03:00:00.000Z", "plan", "gold")
                .stored();

        JsonNode answer = api.query(
                """
                {"type":"event_count","event":"buy","from":"2026-02-01","to":"2026-02-01",
                 "group_by":"properties.plan","limit":1,"compare":"1d"}
                """);

        assertThat(groupTotals(answer)).containsExactly("gold=2", "$none=1", "$other=1");
        assertThat(groupTotals(answer.path("previous"))).containsExactly("gold=1", "$none=0", "$other=0");
        assertThat(answer.path("previous").path("data").toString())
                .isEqualTo("[{\"date\":\"2026-01-31\",\"groups\":{\"gold\":1,\"$none\":0,\"$other\":0}}]");
    }

    @Test
    void aFormatThatIsNotKnownIsNamedByItsPointer() {
        JsonNode fault = api.refused("{\"type\":\"event_count\",\"format\":\"xml\"}")
                .path("details")
                .get(0);

        assertThat(fault.path("field").asText()).isEqualTo("/format");
    }

    @Test
    void starMeansTrackPageAndScreenOfClientsAndAPrefixMeansTracks() {
        String at = "2026-02-01T01:00:00.000Z";
        api.track("ann", "video_play", at)
                .track("ann", "video_stop", at)
                .track("ann", "message_sent", at)
                .event("page", "ann", "page", at, new String[0], new String[0])
                .event("screen", "ann", "screen", at, new String[0], new String[0])
                .event("identify", "ann", "", at, new String[0], new String[0])
                .stored();

        assertThat(total("\"*\"")).isEqualTo(4);
        assertThat(total("null")).isEqualTo(4);
        assertThat(total("\"video_*\"")).isEqualTo(2);
        assertThat(total("\"page\"")).isEqualTo(1);
        assertThat(total("\"message_sent\"")).isEqualTo(1);
    }

    @Test
    void csvHasTheGroupFieldsFirst() {
        api.track("ann", "buy", "2026-02-01T01:00:00.000Z", "plan", "a,b").stored();

        assertThat(
                        api.csv(
                                """
                {"type":"event_count","event":"buy","from":"2026-02-01","to":"2026-02-01","group_by":"properties.plan","format":"csv"}
                """))
                .isEqualTo("properties.plan,series,date,value\r\n\"a,b\",A,2026-02-01,1\r\n");
    }

    @Test
    void withoutARangeItIsTheLastThirtyLocalDaysOfTheWorkspace() {
        try (Api auckland = Api.start(ZoneId.of("Pacific/Auckland"))) {
            // At 12:00 UTC on 15 March it is 16 March, 01:00, in Auckland.
            JsonNode answer = auckland.query("{\"type\":\"event_count\"}");

            assertThat(answer.path("from").asText()).isEqualTo("2026-02-15");
            assertThat(answer.path("to").asText()).isEqualTo("2026-03-16");
            assertThat(answer.path("data")).hasSize(30);
        }
    }

    @Test
    void manyBucketsAreAnswered() {
        api.track("ann", "tick", "2026-02-05T10:00:30.000Z").stored();

        JsonNode answer = api.query(
                """
                {"type":"event_count","interval":"minute","from":"2026-02-01","to":"2026-02-06"}
                """);

        assertThat(answer.path("data")).hasSize(6 * 24 * 60);
        assertThat(answer.path("total").asLong()).isEqualTo(1);
    }

    private long total(String event) {
        return api.query("{\"type\":\"event_count\",\"event\":" + event
                        + ",\"from\":\"2026-02-01\",\"to\":\"2026-02-01\"}")
                .path("total")
                .asLong();
    }

    private List<String> values(String query) {
        List<String> values = new ArrayList<>();
        api.query(query)
                .path("data")
                .forEach(row -> values.add(
                        row.path("date").asText() + "=" + row.path("value").asLong()));
        return values;
    }

    private static List<String> groupTotals(JsonNode answer) {
        List<String> totals = new ArrayList<>();
        answer.path("groups")
                .forEach(group -> totals.add(
                        group.path("label").asText() + "=" + group.path("total").asLong()));
        return totals;
    }
}
