package io.millrace.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * An answer other than success. SDKs send again after 429 and 5xx, and throw the events away after every other 4xx.
 *
 * @param retryAfterSeconds 0 for no such header
 */
record Refusal(int status, String code, String message, long retryAfterSeconds) {

    static final Refusal UNAUTHORIZED =
            new Refusal(401, "unauthorized", "the write key is missing, unknown or no longer valid", 0);
    static final Refusal KEY_UNCHECKED = unavailable("the write key cannot be checked at the moment");
    static final Refusal BODY_TIMEOUT = new Refusal(408, "body_timeout", "the body did not arrive in time", 0);
    static final Refusal NOT_FOUND = new Refusal(404, "not_found", "nothing is served here", 0);
    static final Refusal METHOD_NOT_ALLOWED =
            new Refusal(405, "method_not_allowed", "this path does not take this method", 0);
    static final Refusal OVERLOADED = unavailable("too many events are waiting to be stored");
    static final Refusal INTERNAL = new Refusal(500, "internal", "the request failed here", 1);
    static final Refusal LATE = unavailable("the events could not be stored in time");

    static Refusal unavailable(String message) {
        return new Refusal(503, "unavailable", message, 1);
    }

    static Refusal tooLarge(String message) {
        return new Refusal(413, "payload_too_large", message, 0);
    }

    static Refusal badEncoding(String message) {
        return new Refusal(400, "bad_encoding", message, 0);
    }

    static Refusal malformed(String message) {
        return new Refusal(400, "malformed_json", message, 0);
    }

    static Refusal nothingStorable(String message) {
        return new Refusal(400, "nothing_storable", message, 0);
    }

    static Refusal rateLimited(long retryAfterSeconds) {
        return new Refusal(429, "rate_limited", "this key sends more events than it may", retryAfterSeconds);
    }

    byte[] body() {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(message));
        return ("{\"success\":false,\"code\":\"" + code + "\",\"message\":\"" + quoted + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
