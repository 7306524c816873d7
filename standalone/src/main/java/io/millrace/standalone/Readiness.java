package io.millrace.standalone;

import io.millrace.core.health.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until nothing is wrong any more. */
final class Readiness {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Readiness() {}

    static void await(List<HealthCheck> checks) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Optional<String> problem =
                    checks.stream().flatMap(check -> check.problem().stream()).findFirst();
            if (problem.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new StartFailure("Millrace was not ready within " + LIMIT.toSeconds() + " s: " + problem.get()
                        + "; the log in the data folder says more.");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Millrace was stopped while it started.", e);
        }
    }
}
