package io.millrace.core.audience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rule 5, and sums, averages, extremes and different values in windows and over all time. */
class AggregatesTest {

    private static String rule(String op, String value, String window) {
        return "{'field': 'events.order', 'op': '" + op + "', 'property': 'amount', 'value': " + value
                + (window.isEmpty() ? "" : ", 'window': '" + window + "'") + "}";
    }

    private static Contact orders(String... amounts) {
        return orders(Contact.ann(), amounts);
    }

    /** One order an hour from noon on. */
    private static Contact orders(Contact ann, String... amounts) {
        for (int i = 0; i < amounts.length; i++) {
            ann.track("2026-03-01T" + (12 + i) + ":00:00Z", "order", "{'amount': " + amounts[i] + "}");
        }
        return ann;
    }

    @Test
    void aSumFallsAsAmountsLeaveTheWindow() {
        Contact ann = orders(Contact.ann().segment("big", rule("sum_gte", "100", "24h")), "40", "70", "'30'", "'x'");
        ann.until("2026-03-03T00:00:00Z");
        // 40, 110, 140; from 12:00 on 100, from 13:00 on 30.
        assertThat(ann.told())
                .containsExactly("2026-03-01T13:00:00.000Z +big event", "2026-03-02T13:00:00.000Z -big expiry");
    }

    @Test
    void aSumOfNegativesIsEnteredByTimeAlone() {
        Contact ann = orders(Contact.ann().segment("zero", rule("sum_eq", "0.3", "24h")), "-5", "0.1", "0.2");
        ann.until("2026-03-05T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-03-02T12:00:00.000Z +zero expiry", "2026-03-02T13:00:00.000Z -zero expiry");
    }

    @Test
    void aSumOverNothingIsZero() {
        assertThat(orders(Contact.ann().segment("none", rule("sum_lte", "0", "24h")), "'x'")
                        .told())
                .containsExactly("2026-03-01T12:00:00.000Z +none event");
    }

    @Test
    void averageLeastAndGreatestOverNothingAreFalse() {
        Contact ann = orders(
                Contact.ann()
                        .segment("avg", rule("avg_lt", "1000", ""))
                        .segment("max", rule("max_lt", "1000", ""))
                        .segment("min", rule("min_lt", "1000", "")),
                "'x'",
                "7");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T13:00:00.000Z +avg event",
                        "2026-03-01T13:00:00.000Z +max event",
                        "2026-03-01T13:00:00.000Z +min event");
    }

    @Test
    void anAverageRisesByTimeAloneAndIsNotRounded() {
        Contact ann = orders(Contact.ann().segment("avg", rule("avg_gt", "10", "24h")), "1", "20", "1");
        ann.until("2026-03-05T00:00:00Z");
        // 1; 10.5; 7.33; then 10.5 as the first leaves, then 1, then nothing.
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T13:00:00.000Z +avg event",
                        "2026-03-01T14:00:00.000Z -avg event",
                        "2026-03-02T12:00:00.000Z +avg expiry",
                        "2026-03-02T13:00:00.000Z -avg expiry");
        assertThat(orders(Contact.ann().segment("third", rule("avg_eq", "0.3333333333333333", "")), "1", "0", "0")
                        .told())
                .isEmpty();
    }

    @Test
    void theLeastIsEnteredByTimeAlone() {
        Contact ann = orders(Contact.ann().segment("min", rule("min_gte", "10", "24h")), "5", "10", "30");
        ann.until("2026-03-05T00:00:00Z");
        assertThat(ann.told())
                .containsExactly("2026-03-02T12:00:00.000Z +min expiry", "2026-03-02T14:00:00.000Z -min expiry");
    }

    @Test
    void theGreatestIsExactWithTiesAndLateEvents() {
        Contact ann = orders(Contact.ann().segment("max", rule("max_eq", "10", "24h")), "10", "30")
                .late("2026-03-01T15:00:00Z", "2026-03-01T14:30:00Z", "order", "{'amount': 10.0}")
                .until("2026-03-05T00:00:00Z");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +max event",
                        "2026-03-01T13:00:00.000Z -max event",
                        "2026-03-02T13:00:00.000Z +max expiry",
                        "2026-03-02T14:30:00.000Z -max expiry");
    }

    @Test
    void differentValuesAreToldApartAsEqDoes() {
        Contact ann = orders(
                Contact.ann().segment("two", rule("distinct_eq", "2", "24h")),
                "1",
                "'1.0'",
                "''",
                "null",
                "true",
                "'true'",
                "'x'");
        ann.until("2026-03-05T00:00:00Z");
        // 1 (also "1.0", last at 13:00), true (also as text, last at 17:00), x at 18:00.
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T16:00:00.000Z +two event",
                        "2026-03-01T18:00:00.000Z -two event",
                        "2026-03-02T13:00:00.000Z +two expiry",
                        "2026-03-02T17:00:00.000Z -two expiry");
    }

    @Test
    void differentValuesOverAllTimeStopAtTheThreshold() {
        Contact ann = orders(
                Contact.ann()
                        .segment("few", rule("distinct_lte", "2", ""))
                        .segment("many", rule("distinct_gte", "3", "")),
                "1",
                "2",
                "3",
                "4",
                "5",
                "6");
        assertThat(ann.told())
                .containsExactly(
                        "2026-03-01T12:00:00.000Z +few event",
                        "2026-03-01T14:00:00.000Z -few event",
                        "2026-03-01T14:00:00.000Z +many event");
    }

    @Test
    void aSumThatHasGivenUpEntriesSaysSo() {
        Contact ann = orders(
                Contact.ann()
                        .options(new EngineOptions(2, 60_000, false))
                        .segment("big", rule("sum_gte", "100", "24h")),
                "1",
                "2",
                "3");
        assertThat(ann.state().truncated()).isEqualTo(1);
        assertThat(orders("1", "2", "3").state().truncated()).isZero();
    }
}
