package io.millrace.query.simulate;

import io.millrace.core.settings.Env;
import java.time.Duration;

/**
 * How much one simulation may be.
 *
 * @param answerNames how large an answer may be, see {@link io.millrace.core.simulate.Budget}
 * @param time for running it, reading the request not included
 * @param atOnce simulations that run at the same time; others wait for their turn
 */
public record SimulateSettings(
        int bodyBytes,
        int events,
        int actions,
        int checkpoints,
        int segments,
        int answerNames,
        Duration time,
        int atOnce) {

    public static SimulateSettings from(Env env) {
        return new SimulateSettings(
                env.integer("MILLRACE_SIMULATE_BODY_BYTES_MAX", 16 * 1024 * 1024, 1024 * 1024, 256 * 1024 * 1024),
                env.integer("MILLRACE_SIMULATE_EVENTS_MAX", 20_000, 1, 1_000_000),
                env.integer("MILLRACE_SIMULATE_ACTIONS_MAX", 2_000, 1, 100_000),
                env.integer("MILLRACE_SIMULATE_CHECKPOINTS_MAX", 2_000, 1, 100_000),
                env.integer("MILLRACE_SIMULATE_SEGMENTS_MAX", 500, 1, 10_000),
                env.integer("MILLRACE_SIMULATE_ANSWER_MAX", 1_000_000_000, 1_000, Integer.MAX_VALUE),
                env.millis(
                        "MILLRACE_SIMULATE_TIMEOUT_MS",
                        Duration.ofSeconds(60),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(110)),
                env.integer("MILLRACE_SIMULATE_AT_ONCE", 2, 1, 64));
    }
}
