package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rule 2: late events count from their arrival, expire by their own time, and may withdraw what was entered. */
class LateEventsTest {

    private static final String ACTIVE = "{'field': 'events.login', 'op': 'count_gte', 'value': 1, 'window': '7d'}";
    private static final String ABANDONED =
            "{'field': 'events.cart', 'op': 'not_followed_by', 'value': 'order', 'within': '30m'}";

    @Test
    void countsFromItsArrivalAndExpiresByItsOwnTime() {
        Contact ann = Contact.ann()
                .segment("active", ACTIVE)
                .late("2026-03-05T12:00:00Z", "2026-03-01T12:00:00Z", "login")
                .until("2026-03-20T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-05T12:00:00.000Z +active late_event", "2026-03-08T12:00:00.000Z -active expiry");
    }

    @Test
    void alreadyOutsideChangesNothing() {
        Contact ann = Contact.ann()
                .segment("active", ACTIVE)
                .late("2026-03-08T12:00:00Z", "2026-03-01T12:00:00Z", "login")
                .late("2026-03-08T12:00:00.001Z", "2026-03-01T12:00:00.001Z", "login");
        assertThat(ann.told()).isEmpty();
        assertThat(ann.nextWake()).isEqualTo("never");
        ann.late("2026-03-08T12:00:00.001Z", "2026-03-01T12:00:00.002Z", "login");
        assertThat(ann.told()).containsExactly("2026-03-08T12:00:00.001Z +active late_event");
        assertThat(ann.nextWake()).isEqualTo("2026-03-08T12:00:00.002Z");
    }

    @Test
    void isLateOnlyIfMoreThanAMinuteOld() {
        assertThat(Contact.ann()
                        .segment("active", ACTIVE)
                        .late("2026-03-01T12:01:00.000Z", "2026-03-01T12:00:00.000Z", "login")
                        .told())
                .containsExactly("2026-03-01T12:01:00.000Z +active event");
        assertThat(Contact.ann()
                        .segment("active", ACTIVE)
                        .late("2026-03-01T12:01:00.001Z", "2026-03-01T12:00:00.000Z", "login")
                        .told())
                .containsExactly("2026-03-01T12:01:00.001Z +active late_event");
    }

    @Test
    void withdrawsACartThatWasFollowedAfterAll() {
        Contact ann = Contact.ann()
                .segment("abandoned", ABANDONED)
                .track("2026-03-01T12:00:00Z", "cart")
                .until("2026-03-01T12:45:00Z")
                .late("2026-03-01T13:00:00Z", "2026-03-01T12:10:00Z", "order");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:30:00.000Z +abandoned expiry", "2026-03-01T13:00:00.000Z -abandoned late_event");
    }

    @Test
    void oneFromBeforeTheLastTransitionIsLateHoweverQuickly() {
        Contact ann = Contact.ann()
                .segment("abandoned", ABANDONED)
                .track("2026-03-01T12:00:00Z", "cart")
                .late("2026-03-01T12:30:02Z", "2026-03-01T12:29:59.999Z", "order");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:30:00.000Z +abandoned expiry", "2026-03-01T12:30:02.000Z -abandoned late_event");
    }

    @Test
    void anOrderHoweverLaterWithdrawsAsWell() {
        Contact ann = Contact.ann()
                .segment("abandoned", ABANDONED)
                .track("2026-03-01T12:00:00Z", "cart")
                .track("2026-03-01T15:00:00Z", "order");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:30:00.000Z +abandoned expiry", "2026-03-01T15:00:00.000Z -abandoned event");
    }

    @Test
    void anOrderAtTheSameInstantDoesNotFollow() {
        Contact ann = Contact.ann()
                .segment("abandoned", ABANDONED)
                .track("2026-03-01T12:00:00Z", "cart")
                .track("2026-03-01T12:00:00Z", "order")
                .until("2026-03-01T13:00:00Z");
        assertThat(ann.told()).containsExactly("2026-03-01T12:30:00.000Z +abandoned expiry");
    }

    @Test
    void anOrderAtTheVeryDueInstantPreventsTheEntry() {
        Contact ann = Contact.ann()
                .segment("abandoned", ABANDONED)
                .track("2026-03-01T12:00:00Z", "cart")
                .track("2026-03-01T12:30:00Z", "order")
                .until("2026-03-02T00:00:00Z");
        assertThat(ann.told()).isEmpty();
    }

    @Test
    void aNewerCartBeginsAnew() {
        Contact ann = Contact.ann()
                .segment("abandoned", ABANDONED)
                .track("2026-03-01T12:00:00Z", "cart")
                .track("2026-03-01T12:40:00Z", "cart")
                .until("2026-03-02T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:30:00.000Z +abandoned expiry",
                        "2026-03-01T12:40:00.000Z -abandoned event",
                        "2026-03-01T13:10:00.000Z +abandoned expiry");
    }
}
