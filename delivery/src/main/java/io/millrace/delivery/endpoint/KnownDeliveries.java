package io.millrace.delivery.endpoint;

import io.millrace.delivery.outcome.LongSet;
import io.millrace.streams.record.WebhookDelivery;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.TreeMap;

/**
 * Which deliveries of a partition were scheduled within the last days that there were any: 8 to 16 bytes each. As long as
 * copies of an event count as copies, so long a delivery is known. Not thread-safe.
 */
final class KnownDeliveries {

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final int DAYS = 3;

    private final TreeMap<Long, LongSet> byDay = new TreeMap<>();

    void add(WebhookDelivery delivery) {
        if (delivery.attempt() > 0 && contains(delivery.origin())) {
            return;
        }
        byDay.computeIfAbsent(delivery.at() / DAY_MILLIS, day -> new LongSet()).add(hash(delivery.origin()));
        while (byDay.size() > DAYS) {
            byDay.pollFirstEntry();
        }
    }

    /** Whether this round of the delivery was scheduled. */
    boolean contains(WebhookDelivery.Origin origin) {
        long hash = hash(origin);
        return byDay.values().stream().anyMatch(day -> day.contains(hash));
    }

    private static long hash(WebhookDelivery.Origin origin) {
        String text = String.join("\0", origin.workspace(), origin.id(), origin.request());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
