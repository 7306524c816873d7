package io.millrace.ingest;

import io.millrace.core.settings.Env;
import java.time.Duration;

/**
 * Everything that can be set about the door.
 *
 * @param port 0 for a free one
 * @param eventBytesMax of one event's own JSON; a larger one is rejected alone
 * @param inFlightBytesMax of bodies and records between being read and being settled by Kafka; beyond it, 503
 * @param eventsPerSecond what one key may send, with one second's worth at once; 0 for no limit
 * @param bodyTimeout within which a body must have arrived
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 */
public record IngestSettings(
        String host,
        int port,
        int eventBytesMax,
        long inFlightBytesMax,
        long eventsPerSecond,
        Duration bodyTimeout,
        TrustedProxies trustedProxies) {

    /** Of a body, as it came and unpacked. SDKs cut their batches at 500 KB. */
    static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

    /** All records of one request; a batch's context counts once for each of its events. */
    static final long RECORD_BYTES_MAX = 8L * BODY_BYTES_MAX;

    static final int HEADER_BYTES_MAX = 64 * 1024;

    /** From the body's last byte; SDKs wait five seconds, and a busy machine and the network need their part. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

    public static IngestSettings from(Env env) {
        return new IngestSettings(
                env.text("MILLRACE_HOST", "127.0.0.1"),
                env.port("MILLRACE_INGEST_PORT", 8080),
                env.integer("MILLRACE_INGEST_EVENT_BYTES_MAX", 32_768, 1024, 1024 * 1024),
                env.number("MILLRACE_INGEST_IN_FLIGHT_BYTES_MAX", 64L << 20, 2 * RECORD_BYTES_MAX, 16L << 30),
                env.number("MILLRACE_INGEST_EVENTS_PER_SECOND", 0, 0, 1_000_000_000),
                env.millis(
                        "MILLRACE_INGEST_BODY_TIMEOUT_MS",
                        Duration.ofSeconds(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(29_000)),
                TrustedProxies.parse(env.text("MILLRACE_TRUSTED_PROXIES", "")));
    }
}
