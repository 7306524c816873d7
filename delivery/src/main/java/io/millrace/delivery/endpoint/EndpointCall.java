package io.millrace.delivery.endpoint;

import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.delivery.call.Caller;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.webhook.WebhookSignature;
import io.millrace.streams.record.WebhookDelivery;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One signed POST to an endpoint. Thread-safe. */
final class EndpointCall {

    private static final Pattern STATUS = Pattern.compile("http_(\\d{3})");

    private final Caller caller;
    private final Clock clock;

    /** @param caller is not closed here */
    EndpointCall(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    Tried run(WebhookEndpoint endpoint, WebhookDelivery delivery) throws InterruptedException {
        String id = delivery.origin().id();
        Map<String, String> headers = new HashMap<>(WebhookSignature.headers(
                endpoint.secret(), id, delivery.origin().event(), clock.instant(), delivery.body()));
        headers.put("Idempotency-Key", id);
        long begun = System.nanoTime();
        try {
            Caller.Answered answered = caller.post(endpoint.url(), headers, "application/json", delivery.body());
            return Tried.delivered(answered.status(), Duration.ofNanos(System.nanoTime() - begun));
        } catch (CarrierException e) {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            return new Tried(status(e.reason()), took, e.reason() + ": " + e.getMessage(), e.retryAfter());
        }
    }

    private static int status(String reason) {
        Matcher matcher = STATUS.matcher(reason);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
