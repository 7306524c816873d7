package io.millrace.delivery.endpoint;

import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDelivery.State;
import java.time.Duration;

/** The record that follows a delivery's last one. Pure. */
final class Step {

    private static final byte[] NO_BODY = new byte[0];

    private Step() {}

    /** @param now when the attempt ended, epoch milliseconds */
    static WebhookDelivery after(WebhookDelivery last, Tried tried, RetryPlan plan, long now) {
        int attempt = last.attempt() + 1;
        if (tried.delivered()) {
            return next(last, State.DELIVERED, attempt, now, 0, tried, NO_BODY);
        }
        if (tried.gone() || attempt >= last.origin().attemptsMax()) {
            return next(last, State.FAILED, attempt, now, 0, tried, NO_BODY);
        }
        Duration delay = plan.delay(attempt, last.origin().id(), tried.retryAfter());
        return next(last, State.PENDING, attempt, now, now + delay.toMillis(), tried, last.body());
    }

    /** No further attempt is made. */
    static WebhookDelivery givenUp(WebhookDelivery last, String error, long now) {
        return next(last, State.FAILED, last.attempt(), now, 0, Tried.impossible(error), NO_BODY);
    }

    private static WebhookDelivery next(
            WebhookDelivery last, State state, int attempt, long now, long nextAt, Tried tried, byte[] body) {
        return new WebhookDelivery(
                last.origin(),
                state,
                last.number() + 1,
                attempt,
                now,
                nextAt,
                tried.httpStatus(),
                tried.took().toMillis(),
                tried.error(),
                body);
    }
}
