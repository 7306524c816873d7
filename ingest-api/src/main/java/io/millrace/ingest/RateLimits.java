package io.millrace.ingest;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many events each key may send, decided for a request as a whole. A request larger than one second's worth costs
 * just that, else it could never pass. Per process. Thread-safe.
 */
final class RateLimits {

    private final long eventsPerSecond;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** @param eventsPerSecond 0 for no limit */
    RateLimits(long eventsPerSecond) {
        this.eventsPerSecond = eventsPerSecond;
    }

    /** 0 if the events may pass, and are counted; else after how many whole seconds to try again, and none is counted. */
    long take(String keyId, int events) {
        if (eventsPerSecond == 0 || events == 0) {
            return 0;
        }
        ConsumptionProbe probe = buckets.computeIfAbsent(keyId, id -> bucket())
                .tryConsumeAndReturnRemaining(Math.min(events, eventsPerSecond));
        if (probe.isConsumed()) {
            return 0;
        }
        return Math.max(1, (probe.getNanosToWaitForRefill() + SECOND_NANOS - 1) / SECOND_NANOS);
    }

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(eventsPerSecond).refillGreedy(eventsPerSecond, Duration.ofSeconds(1)))
                .build();
    }
}
