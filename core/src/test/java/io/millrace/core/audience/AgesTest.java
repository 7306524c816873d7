package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rule 4 for the first and last event, what the newest event was like, and sequences. */
class AgesTest {

    private static String age(String op, String value, String scope) {
        return "{'field': 'events.login', 'op': '" + op + "', 'value': '" + value + "'" + scope + "}";
    }

    @Test
    void theLastEventAges() {
        Contact ann = Contact.ann()
                .segment("gone", age("last_older_than", "3d", ""))
                .segment("here", age("last_within_last", "3d", ""))
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-02T12:00:00Z", "login")
                .until("2026-03-10T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +here event",
                        "2026-03-05T12:00:00.000Z +gone expiry",
                        "2026-03-05T12:00:00.000Z -here expiry");
    }

    @Test
    void anEarlierFirstEventMayArriveLater() {
        Contact ann = Contact.ann()
                .segment("new", age("first_within_last", "7d", ""))
                .segment("old", age("first_older_than", "7d", ""))
                .track("2026-03-09T12:00:00Z", "login")
                .late("2026-03-10T12:00:00Z", "2026-03-03T12:00:00Z", "login");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-09T12:00:00.000Z +new event",
                        "2026-03-10T12:00:00.000Z -new late_event",
                        "2026-03-10T12:00:00.000Z +old late_event");
    }

    @Test
    void whoHasNoEventIsNeitherYoungNorOld() {
        assertThat(Contact.ann()
                        .segment("a", age("last_older_than", "3d", ""))
                        .segment("b", age("first_within_last", "3d", ""))
                        .track("2026-03-01T12:00:00Z", "other")
                        .until("2026-04-01T12:00:00Z")
                        .told())
                .isEmpty();
    }

    @Test
    void theOldestOfAWindowHandsOverToTheNext() {
        // In the last 3 days the oldest login is at least 2 days old.
        Contact ann = Contact.ann()
                .segment("steady", age("first_older_than", "2d", ", 'window': '3d'"))
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-03T00:00:00Z", "login")
                .until("2026-03-20T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-03T12:00:00.000Z +steady expiry",
                        "2026-03-04T12:00:00.000Z -steady expiry",
                        "2026-03-05T00:00:00.000Z +steady expiry",
                        "2026-03-06T00:00:00.000Z -steady expiry");
    }

    @Test
    void theNewestOfAWindowLeavesIt() {
        Contact ann = Contact.ann()
                .segment("faded", age("last_older_than", "2d", ", 'window': '3d'"))
                .track("2026-03-01T12:00:00Z", "login")
                .until("2026-03-20T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-03-03T12:00:00.000Z +faded expiry", "2026-03-04T12:00:00.000Z -faded expiry");
    }

    private static final String GOLD =
            "{'field': 'events.app_open', 'op': 'last_where', 'where': [{'field': 'properties.channel', 'op': 'eq', 'value': 'api'}],"
                    + " 'value': [{'field': 'properties.cohort', 'op': 'eq', 'value': 'gold'}]}";

    @Test
    void theNewestEventThatPassesWhereIsLookedAt() {
        Contact ann = Contact.ann()
                .segment("gold", GOLD)
                .track("2026-03-01T12:00:00Z", "app_open", "{'channel': 'api', 'cohort': 'gold'}")
                .track("2026-03-01T12:00:01Z", "app_open", "{'channel': 'web', 'cohort': 'tin'}")
                .track("2026-03-01T12:00:02Z", "app_open", "{'channel': 'api', 'cohort': 'tin'}")
                .late(
                        "2026-03-01T12:00:03Z",
                        "2026-03-01T12:00:01Z",
                        "app_open",
                        "{'channel': 'api', 'cohort': 'gold'}");
        assertThat(ann.told())
                .containsExactly("2026-03-01T12:00:00.000Z +gold event", "2026-03-01T12:00:02.000Z -gold event");
    }

    @Test
    void ofEquallyNewEventsTheLaterArrivalIsLookedAt() {
        Contact ann = Contact.ann()
                .segment("gold", GOLD)
                .track("2026-03-01T12:00:00Z", "app_open", "{'channel': 'api', 'cohort': 'tin'}")
                .late(
                        "2026-03-01T12:00:01Z",
                        "2026-03-01T12:00:00Z",
                        "app_open",
                        "{'channel': 'api', 'cohort': 'gold'}");
        assertThat(ann.told()).containsExactly("2026-03-01T12:00:01.000Z +gold event");
    }

    private static final String FUNNEL =
            "{'field': 'sequence', 'op': 'completed', 'value': [{'event': 'A'}, {'event': 'B', 'where': []}, {'event': 'A'}], 'within': '1h'}";

    @Test
    void aSequenceIsCompletedInTimeAndStrictlyInOrder() {
        assertThat(Contact.ann()
                        .segment("done", FUNNEL)
                        .track("2026-03-01T12:00:00Z", "A")
                        .track("2026-03-01T12:00:00Z", "B")
                        .track("2026-03-01T12:10:00Z", "A")
                        .track("2026-03-01T12:20:00Z", "B")
                        .track("2026-03-01T13:00:00.000Z", "A")
                        .told())
                .containsExactly("2026-03-01T13:00:00.000Z +done event");
        assertThat(Contact.ann()
                        .segment("done", FUNNEL)
                        .track("2026-03-01T12:00:00Z", "A")
                        .track("2026-03-01T12:20:00Z", "B")
                        .track("2026-03-01T13:00:00.001Z", "A")
                        .told())
                .isEmpty();
    }

    @Test
    void aLateEventMayCompleteASequenceFromWithin() {
        Contact ann = Contact.ann()
                .segment("done", FUNNEL)
                .track("2026-03-01T12:00:00Z", "A")
                .track("2026-03-01T12:50:00Z", "A")
                .late("2026-03-02T00:00:00Z", "2026-03-01T12:20:00Z", "B")
                .until("2026-05-01T00:00:00Z");
        assertThat(ann.told()).containsExactly("2026-03-02T00:00:00.000Z +done late_event");
    }

    @Test
    void stepsOfTwoContactsMakeOneSequence() {
        Contact dup = new Contact("dup").segment("done", FUNNEL).track("2026-03-01T12:20:00Z", "B");
        Contact ann = Contact.ann()
                .segment("done", FUNNEL)
                .track("2026-03-01T12:00:00Z", "A")
                .track("2026-03-01T12:30:00Z", "A")
                .absorb("2026-03-01T14:00:00Z", dup, ConflictResolution.PREFER_TARGET);
        assertThat(ann.told()).containsExactly("2026-03-01T14:00:00.000Z +done merge");
    }
}
