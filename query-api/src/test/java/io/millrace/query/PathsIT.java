package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paths over HTTP and a real ClickHouse, each rule by an example worked out by hand. */
class PathsIT {

    private final Api api = Api.start();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void countsContactsPerStepAndAveragesOverAllTimesItWasTaken() {
        did("ann", "home 10:00:00", "signup 10:00:30", "buy 10:01:00");
        did("ann", "home 15:00:00", "signup 15:01:00");
        did("bob", "home 10:00:00", "signup 10:01:30");
        did("cid", "home 10:00:00");
        api.stored();

        assertThat(ask("").toString())
                .isEqualTo("{\"type\":\"paths\",\"data\":["
                        + "{\"step\":1,\"from\":\"home\",\"to\":\"signup\",\"contacts\":2,\"average_seconds\":60.0},"
                        + "{\"step\":2,\"from\":\"signup\",\"to\":\"buy\",\"contacts\":1,\"average_seconds\":30.0}],"
                        + "\"total\":2}");
    }

    @Test
    void halfAnHourWithoutAnEventEndsASession() {
        did("ann", "a 10:00:00", "b 10:29:59", "c 10:59:59");
        api.stored();

        assertThat(edges(ask(""))).containsExactly("1 a>b 1");
        assertThat(edges(ask(",\"session\":\"1801s\""))).containsExactly("1 a>b 1", "2 b>c 1");
        assertThat(edges(ask(",\"session\":\"10m\""))).isEmpty();
    }

    @Test
    void pathsBeginAtTheFirstStartOfASession() {
        did("ann", "a 10:00:00", "s 10:01:00", "b 10:02:00", "s 10:03:00", "c 10:04:00");
        did("bob", "a 10:00:00", "b 10:01:00");
        api.stored();

        assertThat(edges(ask(",\"start\":{\"event\":\"s\"}"))).containsExactly("1 s>b 1", "2 b>s 1", "3 s>c 1");
        assertThat(edges(ask(",\"start\":{\"event\":\"s\"},\"depth\":1"))).containsExactly("1 s>b 1");
        assertThat(ask(",\"start\":{\"event\":\"s\"}").path("total").asLong()).isEqualTo(1);
    }

    @Test
    void pathsEndAtTheLastEndOfASession() {
        did("ann", "a 10:00:00", "b 10:01:00", "e 10:02:00", "c 10:03:00", "e 10:04:00", "d 10:05:00");
        api.stored();

        assertThat(edges(ask(",\"end\":{\"event\":\"e\"},\"depth\":2"))).containsExactly("1 e>c 1", "2 c>e 1");
        assertThat(edges(ask(",\"end\":{\"event\":\"e\"}")))
                .containsExactly("1 a>b 1", "2 b>e 1", "3 e>c 1", "4 c>e 1");
    }

    @Test
    void anchorsMayBeFiltered() {
        api.track("ann", "buy", "2026-02-03T10:00:00.000Z", "kind", "book")
                .track("ann", "buy", "2026-02-03T10:01:00.000Z", "kind", "game")
                .track("ann", "share", "2026-02-03T10:02:00.000Z")
                .stored();

        assertThat(edges(ask(",\"start\":{\"event\":\"buy\",\"filters\":{\"properties.kind\":\"game\"}}")))
                .containsExactly("1 buy>share 1");
    }

    @Test
    void pathsHaveUpToFiveSteps() {
        did("ann", "a 10:00:00", "a 10:00:01", "a 10:00:02", "a 10:00:03", "a 10:00:04", "a 10:00:05", "a 10:00:06");
        api.stored();

        assertThat(edges(ask(""))).containsExactly("1 a>a 1", "2 a>a 1", "3 a>a 1", "4 a>a 1", "5 a>a 1");
        assertThat(edges(ask(",\"limit\":2"))).containsExactly("1 a>a 1", "2 a>a 1");
    }

    @Test
    void mostContactsComeFirstThenStepsThenNames() {
        did("ann", "b 10:00:00", "c 10:00:01");
        did("bob", "a 10:00:00", "c 10:00:01");
        did("cid", "z 10:00:00", "c 10:00:01", "a 10:00:02");
        did("dan", "z 10:00:00", "c 10:00:01");
        api.stored();

        assertThat(edges(ask(""))).containsExactly("1 z>c 2", "1 a>c 1", "1 b>c 1", "2 c>a 1");
    }

    @Test
    void eventsOfOneInstantFollowEachOtherAsTheyArrived() {
        did("ann", "a 10:00:00", "c 10:00:00");
        api.lastRow().put("received_at", "2026-02-03 10:00:07.000");
        did("ann", "b 10:00:00");
        api.lastRow().put("received_at", "2026-02-03 10:00:06.000");
        api.stored();

        assertThat(edges(ask(""))).containsExactly("1 a>b 1", "2 b>c 1");
    }

    @Test
    void onlyEventsOfClientsWithinTheRangeAndTheFiltersTakePart() {
        did("ann", "a 10:00:00", "message_opened 10:01:00");
        api.event("identify", "ann", "", "2026-02-03T10:02:00.000Z", new String[0], new String[0])
                .event("page", "ann", "page", "2026-02-03T10:03:00.000Z", new String[0], new String[0])
                .track("ann", "x", "2026-02-03T10:04:00.000Z", "skip", "1")
                .track("ann", "b", "2026-02-03T10:05:00.000Z")
                .track("ann", "c", "2026-03-01T00:00:00.000Z")
                .track("ann", "c", "2026-02-28T23:59:59.000Z")
                .stored();

        assertThat(edges(ask(",\"filters\":[{\"field\":\"properties.skip\",\"op\":\"not_exists\"}]")))
                .containsExactly("1 a>page 1", "2 page>b 1");
    }

    @Test
    void csvHasARowPerEdge() {
        did("ann", "a 10:00:00", "b 10:00:01", "b 10:00:03");
        api.stored();

        assertThat(api.csv("{\"type\":\"paths\",\"from\":\"2026-02-01\",\"to\":\"2026-02-28\",\"format\":\"csv\"}"))
                .isEqualTo("step,from,to,contacts,average_seconds\r\n1,a,b,1,1.0\r\n2,b,b,1,2.0\r\n");
    }

    @Test
    void faultsAreNamed() {
        List<String> faults = new ArrayList<>();
        api.refused(
                        """
                {"type":"paths","start":{"event":"a","x":1},"end":{"event":"b"},"depth":0,"session":"0m","limit":1001,
                 "group_by":"properties.a"}
                """)
                .path("details")
                .forEach(fault -> faults.add(fault.path("field").asText() + " "
                        + fault.path("reason").asText()));

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "/start/x unknown_field",
                        "/end invalid",
                        "/depth out_of_range",
                        "/session invalid",
                        "/limit out_of_range",
                        "/group_by unknown_field");
    }

    private JsonNode ask(String more) {
        return api.query("{\"type\":\"paths\",\"from\":\"2026-02-01\",\"to\":\"2026-02-28\"" + more + "}");
    }

    private void did(String user, String... events) {
        for (String event : events) {
            String[] parts = event.split(" ");
            api.track(user, parts[0], "2026-02-03T" + parts[1] + ".000Z");
        }
    }

    private static List<String> edges(JsonNode answer) {
        List<String> edges = new ArrayList<>();
        answer.path("data")
                .forEach(edge -> edges.add(edge.path("step").asInt() + " "
                        + edge.path("from").asText() + ">" + edge.path("to").asText() + " "
                        + edge.path("contacts").asInt()));
        return edges;
    }
}
