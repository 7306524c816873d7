package io.millrace.cli.sending;

import io.millrace.cli.client.IngestAnswer;
import java.time.Duration;
import java.util.Optional;

/**
 * When a batch goes out again: no answer, 408, 429 and 5xx are worth it, with a wait that doubles and is spread at
 * random so that several senders do not knock together; nothing else gets better by repeating.
 *
 * @param firstWait before the second attempt
 * @param longestWait the doubling's end
 * @param giveUpAfter how long one batch is tried in all
 */
public record RetryPolicy(Duration firstWait, Duration longestWait, Duration giveUpAfter) {

    public RetryPolicy {
        if (firstWait.isNegative() || firstWait.isZero() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException("waits are positive and the longest is no shorter than the first");
        }
    }

    /**
     * The wait before the next attempt, empty to stop.
     *
     * @param attempts attempts made so far, at least one
     * @param elapsed since the first attempt began
     * @param spread a random number from 0 to 1
     */
    public Optional<Duration> next(IngestAnswer answer, int attempts, Duration elapsed, double spread) {
        if (!worthRepeating(answer.status())) {
            return Optional.empty();
        }
        Duration wait = answer.retryAfter().orElseGet(() -> backoff(attempts, spread));
        return elapsed.plus(wait).compareTo(giveUpAfter) > 0 ? Optional.empty() : Optional.of(wait);
    }

    static boolean worthRepeating(int status) {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }

    private Duration backoff(int attempts, double spread) {
        double doubled = firstWait.toMillis() * Math.pow(2, Math.min(attempts - 1, 30));
        double most = Math.min(doubled, longestWait.toMillis());
        return Duration.ofMillis(Math.round(most * (0.5 + spread / 2)));
    }
}
