package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rule 8: the local day of the contact's zone, with days of 23 and 25 hours, and zones that change by trait. */
class TodayTest {

    private static final String TODAY = "{'field': 'events.login', 'op': 'count_gte', 'value': 1, 'window': 'today'}";
    private static final String NOT_TODAY =
            "{'field': 'events.login', 'op': 'count_eq', 'value': 0, 'window': 'today'}";

    @Test
    void endsAtLocalMidnight() {
        Contact ann = Contact.ann()
                .in("Europe/Berlin")
                .segment("today", TODAY)
                .track("2026-02-10T22:59:59.999Z", "login")
                .until("2026-02-12T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-02-10T22:59:59.999Z +today event", "2026-02-10T23:00:00.000Z -today expiry");
    }

    @Test
    void aDayOf23HoursInMarch() {
        // 29 March 2026 in Berlin: from 23:00 UTC of the 28th to 22:00 UTC of the 29th.
        Contact ann = Contact.ann()
                .in("Europe/Berlin")
                .segment("today", TODAY)
                .track("2026-03-28T23:00:00.000Z", "login")
                .until("2026-04-01T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-03-28T23:00:00.000Z +today event", "2026-03-29T22:00:00.000Z -today expiry");
    }

    @Test
    void aDayOf25HoursInOctober() {
        // 25 October 2026 in Berlin: from 22:00 UTC of the 24th to 23:00 UTC of the 25th.
        Contact ann = Contact.ann()
                .in("Europe/Berlin")
                .segment("today", TODAY)
                .track("2026-10-24T22:00:00.000Z", "login")
                .until("2026-11-01T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-10-24T22:00:00.000Z +today event", "2026-10-25T23:00:00.000Z -today expiry");
    }

    @Test
    void aZoneWhoseClocksChangeAtMidnight() {
        // Beirut, 29 March 2026: 00:00 is skipped, the day begins at 01:00, which is 22:00 UTC of the 28th.
        Contact ann = Contact.ann()
                .in("Asia/Beirut")
                .segment("today", TODAY)
                .track("2026-03-28T21:59:59.999Z", "login")
                .track("2026-03-28T22:00:00.000Z", "login")
                .until("2026-04-01T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-03-28T21:59:59.999Z +today event", "2026-03-29T21:00:00.000Z -today expiry");
    }

    @Test
    void noneTodayIsEnteredAtMidnight() {
        Contact ann = Contact.ann()
                .segment("none", NOT_TODAY)
                .track("2026-02-10T12:00:00Z", "login")
                .until("2026-02-12T00:00:00Z");
        assertThat(ann.told()).containsExactly("2026-02-11T00:00:00.000Z +none expiry");
    }

    @Test
    void theContactsZoneGoesBeforeTheWorkspaces() {
        Contact ann = Contact.ann()
                .in("Europe/Berlin")
                .segment("today", TODAY)
                .identify("2026-02-10T10:00:00Z", "{'timezone': 'America/New_York'}")
                .track("2026-02-10T12:00:00Z", "login")
                .until("2026-02-12T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-02-10T12:00:00.000Z +today event", "2026-02-11T05:00:00.000Z -today expiry");
    }

    @Test
    void aChangeOfZoneChangesTheDay() {
        // 04:00 UTC on the 10th is the 9th in New York and the 10th in Berlin; at noon UTC it is the 10th in both.
        Contact ann = Contact.ann()
                .segment("today", TODAY)
                .copying()
                .identify("2026-02-10T03:00:00Z", "{'timezone': 'Europe/Berlin'}")
                .track("2026-02-10T04:00:00Z", "login")
                .identify("2026-02-10T12:00:00Z", "{'timezone': 'America/New_York'}")
                .identify("2026-02-10T13:00:00Z", "{'timezone': 'no such zone'}")
                .identify("2026-02-10T14:00:00Z", "{'timezone': 'America/New_York'}")
                .identify("2026-02-10T15:00:00Z", "{'timezone': null}")
                .until("2026-02-12T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-02-10T04:00:00.000Z +today event",
                        "2026-02-10T12:00:00.000Z -today event",
                        "2026-02-10T13:00:00.000Z +today event",
                        "2026-02-10T14:00:00.000Z -today event",
                        "2026-02-10T15:00:00.000Z +today event",
                        "2026-02-11T00:00:00.000Z -today expiry");
    }

    @Test
    void aLateEventOfYesterdayIsNotToday() {
        Contact ann = Contact.ann()
                .in("Europe/Berlin")
                .segment("today", TODAY)
                .late("2026-02-10T10:00:00Z", "2026-02-09T22:59:59.999Z", "login");
        assertThat(ann.told()).isEmpty();
        ann.late("2026-02-10T10:00:01Z", "2026-02-09T23:00:00.000Z", "login");
        assertThat(ann.told()).containsExactly("2026-02-10T10:00:01.000Z +today late_event");
    }

    @Test
    void aSumOfTodayAcrossAChangeOfZone() {
        Contact ann = Contact.ann()
                .segment(
                        "big",
                        "{'field': 'events.order', 'op': 'sum_gte', 'property': 'amount', 'value': 10, 'window': 'today'}")
                .copying()
                .track("2026-02-09T23:30:00Z", "order", "{'amount': 6}")
                .track("2026-02-10T01:00:00Z", "order", "{'amount': 5}")
                .identify("2026-02-10T02:00:00Z", "{'timezone': 'Europe/Berlin'}")
                .until("2026-02-12T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-02-10T02:00:00.000Z +big event", "2026-02-10T23:00:00.000Z -big expiry");
    }
}
