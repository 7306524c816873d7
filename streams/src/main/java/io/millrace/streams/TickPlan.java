package io.millrace.streams;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides which partitions a tick is due for, by where they end: often while somebody writes, seldom at rest, and never
 * where enough is written anyway. Used by one thread.
 */
final class TickPlan {

    static final long BUSY_INTERVAL_MILLIS = 100;
    static final long REST_INTERVAL_MILLIS = 1_000;
    static final long REST_AFTER_MILLIS = 3_000;

    /** So many records within an interval move a partition's time as well as a tick would. */
    static final long BUSY_RECORDS = 10;

    /** Rounds come late by the scheduler's grain and must not be skipped for it. */
    private static final long TOLERANCE_MILLIS = 10;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Map<TopicPartition, Long> expected = new HashMap<>();
    private long movedAt = NEVER;
    private long tickedAt = NEVER;

    /** @param ends the offset after the last record of every partition that needs ticks */
    Set<TopicPartition> due(Map<TopicPartition, Long> ends, long nowMillis) {
        Map<TopicPartition, Long> written = new HashMap<>();
        ends.forEach((partition, end) -> written.put(partition, end - expected.getOrDefault(partition, end)));
        expected.putAll(ends);
        if (somebodyWrites(written)) {
            movedAt = nowMillis;
        }
        long interval = nowMillis - movedAt < REST_AFTER_MILLIS ? BUSY_INTERVAL_MILLIS : REST_INTERVAL_MILLIS;
        if (nowMillis - tickedAt < interval - TOLERANCE_MILLIS) {
            return Set.of();
        }
        tickedAt = nowMillis;
        Set<TopicPartition> due = new HashSet<>();
        written.forEach((partition, records) -> {
            if (records < BUSY_RECORDS) {
                due.add(partition);
            }
        });
        return due;
    }

    /** A tick of this plan's owner was stored; it is not somebody else's writing. */
    void ticked(TopicPartition partition) {
        expected.merge(partition, 1L, Long::sum);
    }

    /** Two records everywhere or less are the ticks of another clock, and clocks must not keep each other awake. */
    private static boolean somebodyWrites(Map<TopicPartition, Long> written) {
        boolean some = written.values().stream().anyMatch(records -> records > 0);
        boolean roundOfAnotherClock = written.values().stream().allMatch(records -> records >= 1 && records <= 2);
        return some && !roundOfAnotherClock;
    }
}
