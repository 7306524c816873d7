package io.millrace.delivery.endpoint;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one call.
 *
 * @param httpStatus 0 if there was no answer
 * @param error empty if the endpoint took it
 * @param retryAfter what the endpoint asked for
 */
record Tried(int httpStatus, Duration took, String error, Optional<Duration> retryAfter) {

    private static final int GONE = 410;

    static Tried delivered(int httpStatus, Duration took) {
        return new Tried(httpStatus, took, "", Optional.empty());
    }

    /** No call was made, and none will be. */
    static Tried impossible(String error) {
        return new Tried(0, Duration.ZERO, error, Optional.empty());
    }

    boolean delivered() {
        return error.isEmpty();
    }

    /** The endpoint wants to be told nothing more. */
    boolean gone() {
        return httpStatus == GONE;
    }
}
