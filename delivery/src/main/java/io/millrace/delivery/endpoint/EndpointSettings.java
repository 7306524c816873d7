package io.millrace.delivery.endpoint;

import io.millrace.core.settings.Env;
import java.time.Duration;

/**
 * How webhook endpoints are driven.
 *
 * @param concurrency calls at once
 * @param perEndpoint calls at once to one endpoint
 * @param firstDelay between the first two attempts; each further delay is six times as long
 * @param openFor how long an endpoint that failed repeatedly gets no calls
 * @param waitingMax deliveries that wait for one endpoint; further ones fail at once
 */
public record EndpointSettings(
        int concurrency, int perEndpoint, Duration firstDelay, Duration openFor, int waitingMax) {

    public static EndpointSettings from(Env env) {
        return new EndpointSettings(
                env.integer("MILLRACE_WEBHOOK_CONCURRENCY", 64, 1, 1_000),
                env.integer("MILLRACE_WEBHOOK_PER_ENDPOINT", 8, 1, 1_000),
                env.millis(
                        "MILLRACE_WEBHOOK_RETRY_MS", Duration.ofMinutes(5), Duration.ofMillis(1), Duration.ofHours(1)),
                env.millis(
                        "MILLRACE_WEBHOOK_DOWN_MS", Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofHours(1)),
                env.integer("MILLRACE_WEBHOOK_WAITING_MAX", 50_000, 1, Schedule.ALL_MAX));
    }
}
