package io.millrace.query.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The segments that GrowthOS documents, word for word, and what they must answer, worked out by hand. */
class GrowthosSegmentsTest {

    private final JsonNode examples = examples();
    private final ObjectNode scenario = JsonNodeFactory.instance.objectNode();
    private final ArrayNode events = scenario.putArray("events");

    @Test
    void activeTrialUsersLogInThreeTimesAWeekAndSignedUpSince2025() {
        scenario.putObject("segments").set("trials", examples.at("/create/rules"));
        scenario.put("until", "2026-03-31T00:00:00Z");
        identify("in", "{'plan':'trial','signed_up_at':'2026-01-15T10:30:00Z'}");
        identify("first-day", "{'plan':'trial','signed_up_at':'2025-01-01'}");
        identify("too-old", "{'plan':'trial','signed_up_at':'2024-12-31T23:59:59.999Z'}");
        identify("paying", "{'plan':'growth','signed_up_at':'2026-01-15T10:30:00Z'}");
        identify("undated", "{'plan':'trial'}");
        for (String user : new String[] {"in", "first-day", "too-old", "paying", "undated"}) {
            login(user, "2026-03-02T12:00:00Z");
            login(user, "2026-03-03T12:00:00Z");
            login(user, "2026-03-04T12:00:00Z");
        }

        assertThat(Simulated.of(scenario.toString()).transitions())
                .containsExactly(
                        "03-04T12:00:00 first-day +trials event",
                        "03-04T12:00:00 in +trials event",
                        "03-09T12:00:00 first-day -trials expiry",
                        "03-09T12:00:00 in -trials expiry");
    }

    @Test
    void theEditAsksForFiveLoginsAndForgetsTheDate() {
        scenario.putObject("segments").set("trials", examples.at("/create/rules"));
        scenario.put("until", "2026-03-31T00:00:00Z");
        ObjectNode edit = scenario.putArray("actions").addObject();
        edit.put("at", "2026-03-07T00:00:00Z").put("do", "edit").put("segment", "trials");
        edit.set("rules", examples.at("/update/rules"));
        identify("three", "{'plan':'trial','signed_up_at':'2026-01-15T10:30:00Z'}");
        identify("five", "{'plan':'trial','signed_up_at':'2024-01-01'}");
        for (int day = 2; day <= 6; day++) {
            login("five", "2026-03-0" + day + "T12:00:00Z");
        }
        login("three", "2026-03-04T12:00:00Z");
        login("three", "2026-03-05T12:00:00Z");
        login("three", "2026-03-06T12:00:00Z");

        assertThat(Simulated.of(scenario.toString()).transitions())
                .containsExactly(
                        "03-06T12:00:00 three +trials event",
                        "03-07T00:00:00 five +trials edit",
                        "03-07T00:00:00 three -trials edit",
                        "03-09T12:00:00 five -trials expiry");
    }

    @Test
    void thePreviewAsksForTenLoginsInThirtyDays() {
        scenario.putObject("segments").set("preview", examples.at("/estimate/rules"));
        scenario.put("until", "2026-04-30T00:00:00Z");
        identify("nine", "{'plan':'trial'}");
        identify("ten", "{'plan':'trial'}");
        for (int day = 10; day <= 18; day++) {
            login("nine", "2026-03-" + day + "T12:00:00Z");
            login("ten", "2026-03-" + day + "T12:00:00Z");
        }
        login("ten", "2026-03-19T12:00:00Z");

        // Thirty days after 10 March are over on 9 April.
        assertThat(Simulated.of(scenario.toString()).transitions())
                .containsExactly("03-19T12:00:00 ten +preview event", "04-09T12:00:00 ten -preview expiry");
    }

    private void identify(String user, String traits) {
        ObjectNode event = event("identify", user, "2026-03-01T12:00:00Z");
        event.set("traits", parse(traits.replace('\'', '"')));
    }

    private void login(String user, String at) {
        event("track", user, at).put("event", "login");
    }

    private ObjectNode event(String type, String user, String at) {
        return events.addObject().put("type", type).put("userId", user).put("timestamp", at);
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }

    private static JsonNode examples() {
        try (InputStream in = Objects.requireNonNull(
                GrowthosSegmentsTest.class.getResourceAsStream("growthos-segments.json"), "growthos-segments.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError("the examples cannot be read", e);
        }
    }
}
