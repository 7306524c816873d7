package io.millrace.query.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.request.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventNamesTest {

    private static final long AT = 1_000_000_000_000L;
    private static final long DAY = 86_400_000L;

    @Test
    void anEventThatHasLeftTheWindowBeforeIsNotRead() {
        EventNames names = names("{\"field\":\"events.login\",\"op\":\"count_gte\",\"value\":3,\"window\":\"7d\"}");

        // At AT - 7 d the window ends exactly at AT, where it no longer counts.
        assertThat(names).isEqualTo(new EventNames(Set.of("login"), AT - 7 * DAY + 1));
    }

    @Test
    void todayReachesBackToTheBeginningOfTheLongestDay() {
        assertThat(names("{\"field\":\"events.video_*\",\"op\":\"count_eq\",\"value\":0,\"window\":\"today\"}"))
                .isEqualTo(new EventNames(Set.of("video_*"), AT - 50 * 3_600_000L));
    }

    @Test
    void whatEndsAConditionIsReadToo() {
        assertThat(
                        names(
                                "{\"field\":\"events.cart\",\"op\":\"not_followed_by\",\"value\":\"order\",\"within\":\"30m\"}"))
                .isEqualTo(new EventNames(Set.of("cart", "order"), Long.MIN_VALUE));
        assertThat(names("{\"field\":\"sequence\",\"op\":\"completed\",\"value\":[{\"event\":\"A\"},{\"event\":\"B\"}],"
                        + "\"within\":\"1h\"}"))
                .isEqualTo(new EventNames(Set.of("A", "B"), Long.MIN_VALUE));
        assertThat(
                        names(
                                "{\"field\":\"events.order\",\"op\":\"count_gte\",\"value\":1,\"since\":\"2001-09-09T01:46:40Z\"}"))
                .isEqualTo(new EventNames(Set.of("order"), AT));
    }

    @Test
    void onlyConditionsOverEventsAreFound() {
        List<Condition> conditions = conditions("{\"operator\":\"AND\",\"conditions\":["
                + "{\"field\":\"traits.plan\",\"op\":\"eq\",\"value\":\"trial\"},"
                + "{\"field\":\"tags\",\"op\":\"contains\",\"value\":\"vip\"},"
                + "{\"field\":\"scores.lead\",\"op\":\"gt\",\"value\":1},"
                + "{\"field\":\"subscriptions.news\",\"op\":\"eq\",\"value\":\"subscribed\"},"
                + "{\"field\":\"bucket\",\"op\":\"lt\",\"value\":25,\"salt\":\"s\"},"
                + "{\"field\":\"segments\",\"op\":\"in\",\"value\":\"seg_1\"},"
                + "{\"operator\":\"NOT\",\"conditions\":[{\"operator\":\"OR\",\"conditions\":["
                + "{\"field\":\"events.login\",\"op\":\"count_gte\",\"value\":3},"
                + "{\"field\":\"events.login\",\"op\":\"count_gte\",\"value\":3}]}]}]}");

        assertThat(conditions).hasSize(1);
    }

    private static EventNames names(String rule) {
        return EventNames.of(conditions(rule).get(0), AT);
    }

    private static List<Condition> conditions(String rule) {
        return new RuleConditions().of(Json.parse(rule.getBytes(StandardCharsets.UTF_8)));
    }
}
