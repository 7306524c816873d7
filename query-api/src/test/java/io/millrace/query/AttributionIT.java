package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.ContactId;
import io.millrace.core.event.Person;
import io.millrace.query.request.Json;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attribution over HTTP and a real ClickHouse, each rule by an example worked out by hand. */
class AttributionIT {

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
            first_touch    | a 1 10, b 0 0, c 0 0, d 0 0
            last_touch     | d 1 10, a 0 0, b 0 0, c 0 0
            linear         | a 0.25 2.5, b 0.25 2.5, c 0.25 2.5, d 0.25 2.5
            position_based | a 0.4 4, d 0.4 4, b 0.1 1, c 0.1 1
            """)
    void eachModelSharesTheCreditOut(String model, String expected) {
        touches("ann", "2026-02-01", "a");
        touches("ann", "2026-02-02", "b");
        touches("ann", "2026-02-03", "c");
        touches("ann", "2026-02-04", "d");
        buys("ann", "2026-02-05", "10");
        api.stored();

        assertThat(rows(ask(",\"value_property\":\"amount\",\"model\":\"" + model + "\"")))
                .containsExactly(expected.split(", "));
    }

    @Test
    void theAnswerIsAsDocumented() {
        touches("ann", "2026-02-01", "google");
        touches("ann", "2026-02-03", "google");
        touches("ann", "2026-02-03", "news");
        buys("ann", "2026-02-05", "12.5");
        buys("ann", "2026-02-06", "7.25");
        touches("bob", "2026-02-07", "google");
        buys("cid", "2026-02-06", "1");
        api.stored();

        // Of two conversions, two thirds each to google.
        assertThat(ask(",\"model\":\"linear\",\"value_property\":\"properties.amount\"")
                        .toString())
                .isEqualTo("{\"type\":\"attribution\",\"model\":\"linear\",\"data\":["
                        + "{\"label\":\"google\",\"values\":[\"google\"],\"touchpoints\":3,\"contacts\":2,"
                        + "\"conversions\":1.333333,\"value\":13.166667},"
                        + "{\"label\":\"news\",\"values\":[\"news\"],\"touchpoints\":1,\"contacts\":1,"
                        + "\"conversions\":0.666667,\"value\":6.583333},"
                        + "{\"label\":\"$none\",\"values\":[null],\"touchpoints\":0,\"contacts\":1,"
                        + "\"conversions\":1,\"value\":1}],"
                        + "\"total\":{\"conversions\":3,\"value\":20.75}}");
        assertThat(ask("").path("model").asText()).isEqualTo("last_touch");
        assertThat(ask("").path("total").toString()).isEqualTo("{\"conversions\":3,\"value\":0}");
    }

    @Test
    void oneAndTwoTouchpointsShareByPositionInFullAndInHalves() {
        touches("ann", "2026-02-01", "a");
        buys("ann", "2026-02-05", "1");
        touches("bob", "2026-02-01", "a");
        touches("bob", "2026-02-02", "b");
        buys("bob", "2026-02-05", "1");
        api.stored();

        assertThat(rows(ask(",\"model\":\"position_based\""))).containsExactly("a 1.5 0", "b 0.5 0");
    }

    @Test
    void timeDecayHalvesWithEachHalfLife() {
        touches("ann", "2026-02-01", "a");
        touches("ann", "2026-02-08", "b");
        buys("ann", "2026-02-10", "1");
        api.stored();

        // Seven days apart: weights 1 and 2; with a half-life of 84 hours 1 and 4.
        assertThat(rows(ask(",\"model\":\"time_decay\""))).containsExactly("b 0.666667 0", "a 0.333333 0");
        assertThat(rows(ask(",\"model\":\"time_decay\",\"half_life\":\"84h\""))).containsExactly("b 0.8 0", "a 0.2 0");
        // So old that any weight of its own would be nothing.
        assertThat(rows(ask(",\"model\":\"time_decay\",\"half_life\":\"1ms\""))).containsExactly("b 1 0", "a 0 0");
    }

    @Test
    void creditSumsExactlyThoughThirdsDoNot() {
        for (String user : List.of("ann", "bob")) {
            touches(user, "2026-02-01", "a");
            touches(user, "2026-02-02", "b");
            touches(user, "2026-02-03", "c");
        }
        buys("ann", "2026-02-05", "0.0000011");
        api.stored();

        // The millionth that is missing goes to the first of those that lost equally.
        assertThat(rows(ask(",\"model\":\"linear\",\"value_property\":\"amount\"")))
                .containsExactly("a 0.333334 0.000001", "b 0.333333 0", "c 0.333333 0");
        assertThat(ask(",\"value_property\":\"amount\"").path("total").toString())
                .isEqualTo("{\"conversions\":1,\"value\":0.000001}");
    }

    @Test
    void theLookbackHasBothItsEnds() {
        api.event("page", "ann", "page", "2026-02-01T12:00:00.000Z", none(), utm("a"))
                .track("ann", "buy", "2026-02-08T12:00:00.000Z")
                .event("page", "bob", "page", "2026-02-01T11:59:59.999Z", none(), utm("a"))
                .track("bob", "buy", "2026-02-08T12:00:00.000Z")
                .event("page", "cid", "page", "2026-02-08T12:00:00.000Z", none(), utm("b"))
                .track("cid", "buy", "2026-02-08T12:00:00.000Z")
                .event("page", "dan", "page", "2026-02-08T12:00:00.001Z", none(), utm("b"))
                .track("dan", "buy", "2026-02-08T12:00:00.000Z")
                .stored();

        assertThat(rows(ask(",\"lookback\":\"7d\""))).containsExactly("a 1 0", "b 1 0", "$none 2 0");
    }

    @Test
    void theRangeBoundsConversionsAndNotTouchpoints() {
        touches("ann", "2026-01-20", "a");
        buys("ann", "2026-01-31", "1");
        buys("ann", "2026-02-01", "1");
        buys("ann", "2026-03-01", "1");
        touches("bob", "2026-03-01", "b");
        api.stored();

        // A touchpoint after the range cannot count; one within the lookback before it can, and is counted.
        assertThat(ask("").path("data").toString())
                .isEqualTo(
                        "[{\"label\":\"a\",\"values\":[\"a\"],\"touchpoints\":1,\"contacts\":1,\"conversions\":1,\"value\":0}]");
    }

    @Test
    void ofTouchpointsAtOneInstantTheOneThatArrivedFirstIsFirst() {
        touches("ann", "2026-02-01", "late");
        api.lastRow().put("received_at", "2026-02-01 00:00:02.000");
        touches("ann", "2026-02-01", "early");
        api.lastRow().put("received_at", "2026-02-01 00:00:01.000");
        touches("bob", "2026-02-01", "late");
        api.lastRow().put("partition", 3).put("offset", 8);
        touches("bob", "2026-02-01", "early");
        api.lastRow().put("partition", 3).put("offset", 7);
        buys("ann", "2026-02-02", "1");
        buys("bob", "2026-02-02", "1");
        api.stored();

        assertThat(rows(ask(",\"model\":\"first_touch\""))).containsExactly("early 2 0", "late 0 0");
        assertThat(rows(ask(",\"model\":\"last_touch\""))).containsExactly("late 2 0", "early 0 0");
    }

    @Test
    void aTouchpointIsAnyEventOfClientsWithAUtmField() {
        api.event("page", "ann", "page", "2026-02-01T00:00:00.000Z", none(), new String[] {
                    "page.url", "https://shop.example/?utm_campaign=spring"
                })
                .event("identify", "ann", "", "2026-02-02T00:00:00.000Z", none(), utm("identify"))
                .event("track", "ann", "message_clicked", "2026-02-02T00:00:00.000Z", none(), utm("mail"))
                .event("track", "ann", "look", "2026-02-03T00:00:00.000Z", none(), none())
                .track("ann", "buy", "2026-02-05T00:00:00.000Z")
                .stored();

        assertThat(rows(ask(",\"dimension\":\"campaign\""))).containsExactly("spring 1 0");
        // It has a campaign and no source.
        assertThat(ask("").path("data").toString())
                .isEqualTo(
                        "[{\"label\":\"$none\",\"values\":[null],\"touchpoints\":1,\"contacts\":1,\"conversions\":1,\"value\":0}]");
    }

    @Test
    void aConversionThatIsATouchpointTouchesItself() {
        api.event("track", "ann", "buy", "2026-02-05T00:00:00.000Z", none(), utm("direct"))
                .stored();

        assertThat(rows(ask(""))).containsExactly("direct 1 0");
    }

    @Test
    void touchpointsMayBeAChosenEventAndTheDimensionAnyField() {
        api.track("ann", "ad", "2026-02-01T00:00:00.000Z", "channel", "tv", "slot", "$a")
                .track("ann", "ad", "2026-02-02T00:00:00.000Z", "channel", "radio")
                .track("bob", "ad", "2026-02-02T00:00:00.000Z", "kind", "x")
                .track("ann", "buy", "2026-02-05T00:00:00.000Z")
                .track("bob", "buy", "2026-02-05T00:00:00.000Z")
                .stored();

        String ads = ",\"touchpoints\":{\"event\":\"ad\"},\"model\":\"linear\"";
        assertThat(rows(ask(ads + ",\"dimension\":\"properties.channel\"")))
                .containsExactly("radio 0.5 0", "tv 0.5 0", "$none 1 0");
        assertThat(rows(ask(ads + ",\"dimension\":[\"properties.channel\",\"properties.slot\"]")))
                .containsExactly("radio|$none 0.5 0", "tv|$$a 0.5 0", "$none|$none 1 0");
    }

    @Test
    void filtersRemoveTouchpointsToo() {
        api.event("page", "ann", "page", "2026-02-01T00:00:00.000Z", new String[] {"shop", "x"}, utm("a"))
                .event("page", "ann", "page", "2026-02-02T00:00:00.000Z", none(), utm("b"))
                .track("ann", "buy", "2026-02-05T00:00:00.000Z", "shop", "x")
                .track("ann", "buy", "2026-02-05T00:00:00.000Z", "shop", "y")
                .stored();

        assertThat(rows(ask(",\"filters\":{\"properties.shop\":\"x\"}"))).containsExactly("a 1 0");
    }

    @Test
    void theRestIsOneRowInWhichAContactCountsOnce() {
        for (String source : List.of("a", "b", "c")) {
            touches("ann", "2026-02-01", source);
        }
        touches("bob", "2026-02-01", "c");
        touches("bob", "2026-02-02", "a");
        buys("ann", "2026-02-05", "3");
        buys("bob", "2026-02-05", "3");
        api.stored();

        // a has 1/3 and 1/2, c the same, b 1/3.
        String asked = ",\"model\":\"linear\",\"value_property\":\"amount\",\"limit\":1";
        assertThat(ask(asked).path("data").toString())
                .isEqualTo("[{\"label\":\"a\",\"values\":[\"a\"],\"touchpoints\":2,\"contacts\":2,"
                        + "\"conversions\":0.833333,\"value\":2.5},"
                        + "{\"label\":\"$other\",\"other\":true,\"touchpoints\":3,\"contacts\":2,"
                        + "\"conversions\":1.166667,\"value\":3.5}]");
        assertThat(rows(ask(asked + ",\"other\":false"))).containsExactly("a 0.833333 2.5");
    }

    @Test
    void mergedPersonsAreOneContact() {
        touches("old", "2026-02-01", "a");
        buys("ann", "2026-02-05", "1");
        api.stored();
        assertThat(rows(ask(""))).containsExactly("a 0 0", "$none 1 0");

        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("workspace", api.workspace.id());
        row.put("person", number("old")).put("from_ms", 0).put("contact", number("ann"));
        row.put("kind", "u").put("id", "old").put("version", 1);
        api.insert("identities", List.of(row));

        assertThat(rows(ask(""))).containsExactly("a 1 0");
    }

    @Test
    void worthIsDecimalAndWhatIsNoNumberIsNothing() {
        touches("ann", "2026-02-01", "a");
        buys("ann", "2026-02-05", "0.1");
        buys("ann", "2026-02-05", "0.2");
        buys("ann", "2026-02-05", "-1e2");
        buys("ann", "2026-02-05", "123456789012345678.25");
        buys("ann", "2026-02-05", "many");
        buys("ann", "2026-02-05", "");
        api.stored();

        assertThat(rows(ask(",\"value_property\":\"amount\""))).containsExactly("a 6 123456789012345578.55");
    }

    @Test
    void theContactsOfARowAreListed() {
        touches("ann", "2026-02-01", "a");
        touches("bob", "2026-02-01", "b");
        buys("ann", "2026-02-05", "1");
        buys("cid", "2026-02-05", "1");
        api.stored();

        assertThat(people("{\"row\":[\"b\"]}")).containsExactly(id("bob"));
        assertThat(people("{\"row\":[null]}")).containsExactly(id("cid"));
        assertThat(people("{\"other\":true}")).isEmpty();
        assertThat(api.json(400, askPeople("{}"))
                        .path("error")
                        .path("details")
                        .get(0)
                        .path("field")
                        .asText())
                .isEqualTo("/cell/row");
    }

    private List<String> people(String cell) {
        return Api.texts(api.json(200, askPeople(cell)).path("data"), "id");
    }

    private HttpResponse<String> askPeople(String cell) {
        return api.post(
                "/v1/analytics/people",
                api.secretKey,
                "{\"query\":{\"type\":\"attribution\",\"conversion\":{\"event\":\"buy\"},\"from\":\"2026-02-01\","
                        + "\"to\":\"2026-02-28\"},\"cell\":" + cell + "}");
    }

    private String id(String user) {
        return ContactId.of(api.workspace.id(), new Person(Person.Kind.USER, user))
                .toString();
    }

    @Test
    void csvHasItsDimensionsFirst() {
        touches("ann", "2026-02-01", "a");
        touches("ann", "2026-02-02", "b");
        touches("ann", "2026-02-02", "c");
        buys("ann", "2026-02-05", "100");
        buys("bob", "2026-02-05", "100");
        api.stored();

        assertThat(
                        api.csv(
                                """
                {"type":"attribution","conversion":{"event":"buy"},"dimension":["source","utm.medium"],"model":"first_touch",
                 "value_property":"amount","from":"2026-02-01","to":"2026-02-28","limit":1,"format":"csv"}
                """))
                .isEqualTo(
                        "source,utm.medium,touchpoints,contacts,conversions,value\r\na,,1,1,1,100\r\n\"\",,0,1,1,100\r\n"
                                + "$other,,2,1,0,0\r\n");
    }

    @Test
    void faultsAreNamed() {
        assertThat(faults("{\"type\":\"attribution\"}")).containsExactly("/conversion required");
        assertThat(
                        faults(
                                """
                {"type":"attribution","conversion":{"event":"buy","name":"x"},"touchpoints":"ad","dimension":"channel",
                 "model":"best","lookback":"soon","half_life":"0d","value_property":7,"group_by":"properties.a","limit":0}
                """))
                .containsExactlyInAnyOrder(
                        "/conversion/name unknown_field",
                        "/touchpoints wrong_type",
                        "/dimension invalid",
                        "/model invalid",
                        "/lookback invalid",
                        "/half_life invalid",
                        "/value_property wrong_type",
                        "/group_by unknown_field",
                        "/limit out_of_range");
        assertThat(faults(
                        """
                {"type":"attribution","conversion":{},"dimension":[]}
                """))
                .containsExactly("/dimension invalid");
    }

    private JsonNode ask(String more) {
        return api.query("{\"type\":\"attribution\",\"conversion\":{\"event\":\"buy\"},\"from\":\"2026-02-01\","
                + "\"to\":\"2026-02-28\"" + more + "}");
    }

    private void touches(String user, String day, String source) {
        api.event("page", user, "page", day + "T00:00:00.000Z", none(), utm(source));
    }

    private void buys(String user, String day, String amount) {
        api.track(user, "buy", day + "T00:00:00.000Z", "amount", amount);
    }

    private static String[] none() {
        return new String[0];
    }

    private static String[] utm(String source) {
        return new String[] {"campaign.source", source};
    }

    private BigInteger number(String user) {
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

    /** Label, credit and value. */
    private static List<String> rows(JsonNode answer) {
        List<String> rows = new ArrayList<>();
        answer.path("data")
                .forEach(row -> rows.add(row.path("label").asText() + " "
                        + row.path("conversions").asText() + " "
                        + row.path("value").asText()));
        return rows;
    }
}
