package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rules 1, 3 and 5: windows to the millisecond, renewals, and what is entered by time alone. */
class CountsTest {

    @Test
    void nthNewestEventPlusWindowIsTheMomentOfExit() {
        Contact ann = Contact.ann()
                .segment("active", "{'field': 'events.login', 'op': 'count_gte', 'value': 3, 'window': '7d'}")
                .track("2026-03-01T12:00:00.000Z", "login")
                .track("2026-03-02T12:00:00.000Z", "login")
                .track("2026-03-03T12:00:00.000Z", "login");
        assertThat(ann.nextWake()).isEqualTo("2026-03-08T12:00:00.000Z");
        ann.until("2026-03-08T11:59:59.999Z");
        assertThat(ann.told()).containsExactly("2026-03-03T12:00:00.000Z +active event");
        ann.until("2026-03-20T00:00:00Z");
        assertThat(ann.told()).containsExactly("2026-03-08T12:00:00.000Z -active expiry");
        assertThat(ann.nextWake()).isEqualTo("never");
    }

    @Test
    void aFourthLoginMovesTheExitToTheSecondOldest() {
        Contact ann = Contact.ann()
                .segment("active", "{'field': 'events.login', 'op': 'count_gte', 'value': 3, 'window': '7d'}")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-02T12:00:00Z", "login")
                .track("2026-03-03T12:00:00Z", "login")
                .track("2026-03-04T12:00:00Z", "login");
        assertThat(ann.nextWake()).isEqualTo("2026-03-09T12:00:00.000Z");
    }

    @Test
    void aRenewalAtTheVeryExpiryDoesNotFlap() {
        Contact ann = Contact.ann()
                .segment("active", "{'field': 'events.login', 'op': 'count_gte', 'value': 1, 'window': '1h'}")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T13:00:00Z", "login");
        assertThat(ann.told()).containsExactly("2026-03-01T12:00:00.000Z +active event");
        assertThat(ann.nextWake()).isEqualTo("2026-03-01T14:00:00.000Z");
    }

    @Test
    void aRenewalOneMillisecondLaterEntersAnew() {
        Contact ann = Contact.ann()
                .segment("active", "{'field': 'events.login', 'op': 'count_gte', 'value': 1, 'window': '1h'}")
                .track("2026-03-01T12:00:00.000Z", "login")
                .track("2026-03-01T13:00:00.001Z", "login");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +active event",
                        "2026-03-01T13:00:00.000Z -active expiry",
                        "2026-03-01T13:00:00.001Z +active event");
    }

    @Test
    void eventsOfOneInstantAreNotCopiesAndExpireTogether() {
        Contact ann = Contact.ann()
                .segment("two", "{'field': 'events.login', 'op': 'count_eq', 'value': 2, 'window': '1h'}")
                .segment("three", "{'field': 'events.login', 'op': 'count_gte', 'value': 3, 'window': '1h'}")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T12:30:00Z", "login");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +two event",
                        "2026-03-01T12:30:00.000Z +three event",
                        "2026-03-01T12:30:00.000Z -two event");
        // From three to one: two is passed over, for both expire at 13:00.
        ann.until("2026-03-02T00:00:00Z");
        assertThat(ann.told()).containsExactly("2026-03-01T13:00:00.000Z -three expiry");
    }

    @Test
    void exactlyTwoIsEnteredByTimeAlone() {
        Contact ann = Contact.ann()
                .segment("two", "{'field': 'events.login', 'op': 'count_eq', 'value': 2, 'window': '1h'}")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T12:10:00Z", "login")
                .track("2026-03-01T12:20:00Z", "login")
                .until("2026-03-02T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:10:00.000Z +two event",
                        "2026-03-01T12:20:00.000Z -two event",
                        "2026-03-01T13:00:00.000Z +two expiry",
                        "2026-03-01T13:10:00.000Z -two expiry");
    }

    @Test
    void atMostAndLessThanAreEnteredByTimeAlone() {
        Contact ann = Contact.ann()
                .segment("quiet", "{'field': 'events.login', 'op': 'count_lte', 'value': 1, 'window': '1h'}")
                .segment("silent", "{'field': 'events.login', 'op': 'count_lt', 'value': 1, 'window': '1h'}")
                .segment(
                        "idle",
                        "{'operator': 'NOT', 'conditions': [{'field': 'events.login', 'op': 'count_gt', 'value': 0, 'window': '1h'}]}")
                .track("2026-03-01T12:00:00Z", "login")
                .track("2026-03-01T12:10:00Z", "login")
                .until("2026-03-02T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +quiet event",
                        "2026-03-01T12:10:00.000Z -quiet event",
                        "2026-03-01T13:00:00.000Z +quiet expiry",
                        "2026-03-01T13:10:00.000Z +idle expiry",
                        "2026-03-01T13:10:00.000Z +silent expiry");
    }

    @Test
    void whoNeverDidAnythingElseNeverDidThis() {
        Contact ann = Contact.ann()
                .segment("never", "{'field': 'events.order', 'op': 'count_eq', 'value': 0}")
                .segment("everyone", "{'operator': 'AND', 'conditions': []}")
                .segment("nobody", "{'operator': 'OR', 'conditions': []}")
                .track("2026-03-01T12:00:00Z", "page_shown");
        assertThat(ann.told())
                .containsExactly("2026-03-01T12:00:00.000Z +everyone event", "2026-03-01T12:00:00.000Z +never event");
        ann.track("2026-03-01T12:00:01Z", "order");
        assertThat(ann.told()).containsExactly("2026-03-01T12:00:01.000Z -never event");
    }

    @Test
    void betweenCountsItsFirstInstantAndNotItsLast() {
        String rule = "{'field': 'events.order', 'op': 'count_gte', 'value': 1,"
                + " 'since': '2026-03-01T00:00:00Z', 'until': '2026-04-01T00:00:00Z'}";
        assertThat(Contact.ann()
                        .segment("march", rule)
                        .late("2026-05-01T00:00:00Z", "2026-02-28T23:59:59.999Z", "order")
                        .late("2026-05-01T00:00:01Z", "2026-04-01T00:00:00.000Z", "order")
                        .told())
                .isEmpty();
        assertThat(Contact.ann()
                        .segment("march", rule)
                        .late("2026-05-01T00:00:00Z", "2026-03-01T00:00:00.000Z", "order")
                        .told())
                .hasSize(1);
        assertThat(Contact.ann()
                        .segment("march", rule)
                        .late("2026-05-01T00:00:00Z", "2026-03-31T23:59:59.999Z", "order")
                        .told())
                .hasSize(1);
    }

    @Test
    void onlyNamedEventsCount() {
        Contact ann = Contact.ann()
                .segment("video", "{'field': 'events.video_*', 'op': 'count_gte', 'value': 1}")
                .segment("any", "{'field': 'events.*', 'op': 'count_gte', 'value': 2}")
                .segment("sent", "{'field': 'events.message_sent', 'op': 'count_gte', 'value': 1}")
                .identify("2026-03-01T11:00:00Z", "{'a': 1}")
                .track("2026-03-01T12:00:00Z", "video")
                .track("2026-03-01T12:00:01Z", "message_sent");
        assertThat(ann.told()).containsExactly("2026-03-01T12:00:01.000Z +sent event");
        ann.track("2026-03-01T12:00:02Z", "video_started");
        assertThat(ann.told())
                .containsExactly("2026-03-01T12:00:02.000Z +any event", "2026-03-01T12:00:02.000Z +video event");
    }

    @Test
    void whereHoldsForOneAndTheSameEvent() {
        Contact ann = Contact.ann()
                .segment(
                        "big",
                        "{'field': 'events.order', 'op': 'count_gte', 'value': 1, 'where': ["
                                + "{'field': 'properties.item.kind', 'op': 'eq', 'value': 'x'},"
                                + "{'field': 'properties.amount', 'op': 'gte', 'value': 10}]}")
                .track("2026-03-01T12:00:00Z", "order", "{'item': {'kind': 'x'}, 'amount': 9}")
                .track("2026-03-01T12:00:01Z", "order", "{'item': {'kind': 'y'}, 'amount': 11}");
        assertThat(ann.told()).isEmpty();
        ann.track("2026-03-01T12:00:02Z", "order", "{'item': {'kind': 'x'}, 'amount': '10'}");
        assertThat(ann.told()).containsExactly("2026-03-01T12:00:02.000Z +big event");
    }
}
