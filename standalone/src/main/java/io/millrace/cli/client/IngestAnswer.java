package io.millrace.cli.client;

import java.time.Duration;
import java.util.Optional;

/**
 * What ingest said to a batch.
 *
 * @param status the HTTP status, 0 if there was no answer
 * @param code the error's code, empty if there is none
 * @param retryAfter how long ingest asks to wait
 */
public record IngestAnswer(int status, String code, String message, Optional<Duration> retryAfter) {

    /** The longest wait that is believed; a server that asks for more is asked again after this. */
    private static final long RETRY_AFTER_SECONDS_MAX = 300;

    static IngestAnswer none(String message) {
        return new IngestAnswer(0, "", message, Optional.empty());
    }

    static Optional<Duration> seconds(String header) {
        try {
            long seconds = Long.parseLong(header.strip());
            return Optional.of(Duration.ofSeconds(Math.max(0, Math.min(RETRY_AFTER_SECONDS_MAX, seconds))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Every event of the batch is taken: stored or kept as rejected. */
    public boolean taken() {
        return status == 200 || status == 400 && "nothing_storable".equals(code);
    }
}
