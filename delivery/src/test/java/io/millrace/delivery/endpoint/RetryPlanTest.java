package io.millrace.delivery.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDelivery.Origin;
import io.millrace.streams.record.WebhookDelivery.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryPlanTest {

    private static final RetryPlan PLAN = new RetryPlan(Duration.ofMinutes(5));

    @Test
    void fiveAttemptsTakeMostOfADayAndNeverMore() {
        List<Duration> planned =
                List.of(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(3), Duration.ofHours(18));
        Set<Duration> first = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String id = "wh_log_" + i;
            Duration all = Duration.ZERO;
            for (int attempts = 1; attempts < RetryPlan.ATTEMPTS; attempts++) {
                Duration delay = PLAN.delay(attempts, id, Optional.empty());
                Duration middle = planned.get(attempts - 1);
                assertThat(delay)
                        .isBetween(
                                middle.multipliedBy(9).dividedBy(10),
                                middle.multipliedBy(11).dividedBy(10));
                all = all.plus(delay);
            }
            assertThat(all).isBetween(Duration.ofHours(19), Duration.ofHours(24));
            first.add(PLAN.delay(1, id, Optional.empty()));
        }
        // Those that failed together come back apart.
        assertThat(first).hasSizeGreaterThan(500);
    }

    @Test
    void anEndpointMayAskForMoreTimeUpToADay() {
        assertThat(PLAN.delay(1, "a", Optional.of(Duration.ofHours(2)))).isEqualTo(Duration.ofHours(2));
        assertThat(PLAN.delay(1, "a", Optional.of(Duration.ofSeconds(1)))).isGreaterThan(Duration.ofMinutes(4));
        assertThat(PLAN.delay(1, "a", Optional.of(Duration.ofDays(9)))).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void eachStepFollowsFromTheLastAndWhatCameOfTheCall() {
        byte[] body = {'{', '}'};
        WebhookDelivery scheduled = WebhookDelivery.scheduled(
                new Origin("ws_1", "whep_1", "wh_log_1", "", "contact.created", 2, 1_000), 0, 1_000, body);
        Tried failed = new Tried(500, Duration.ofMillis(7), "http_500", Optional.of(Duration.ofHours(1)));

        WebhookDelivery again = Step.after(scheduled, failed, PLAN, 2_000);
        assertThat(again.state()).isEqualTo(State.PENDING);
        assertThat(again.nextAt()).isEqualTo(2_000 + 3_600_000);
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.body()).isEqualTo(body);

        WebhookDelivery delivered = Step.after(again, Tried.delivered(204, Duration.ofMillis(3)), PLAN, 3_000);
        assertThat(delivered)
                .usingRecursiveComparison()
                .isEqualTo(new WebhookDelivery(
                        scheduled.origin(), State.DELIVERED, 2, 2, 3_000, 0, 204, 3, "", new byte[0]));
        assertThat(Step.after(again, failed, PLAN, 3_000).state()).isEqualTo(State.FAILED);
        Tried gone = new Tried(410, Duration.ZERO, "http_410", Optional.empty());
        assertThat(Step.after(scheduled, gone, PLAN, 3_000).state()).isEqualTo(State.FAILED);
    }
}
