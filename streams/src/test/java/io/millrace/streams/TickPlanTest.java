package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TickPlanTest {

    private static final TopicPartition FIRST = new TopicPartition(Topics.EVENTS, 0);
    private static final TopicPartition SECOND = new TopicPartition(Topics.EVENTS, 1);

    private final TickPlan plan = new TickPlan();
    private long first = 100;
    private long second = 200;

    @Test
    void atRestItTicksOnceASecond() {
        assertThat(at(0)).containsExactlyInAnyOrder(FIRST, SECOND);
        for (int millis = 100; millis < 1_000; millis += 100) {
            assertThat(at(millis)).isEmpty();
        }
        assertThat(at(1_000)).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void aRecordBringsTicksEveryTenthOfASecondForThreeSeconds() {
        at(0);
        first++;
        assertThat(at(100)).containsExactlyInAnyOrder(FIRST, SECOND);
        for (int millis = 200; millis < 3_100; millis += 100) {
            assertThat(at(millis)).as("at %d", millis).containsExactlyInAnyOrder(FIRST, SECOND);
        }
        assertThat(at(3_100)).isEmpty();
        assertThat(at(4_000)).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void aBusyPartitionNeedsNone() {
        at(0);
        first += TickPlan.BUSY_RECORDS;
        assertThat(at(100)).containsExactly(SECOND);
        assertThat(at(200)).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void twoClocksDoNotKeepEachOtherAwake() {
        at(0);
        first++;
        second++;
        assertThat(at(100)).isEmpty();
        assertThat(at(1_000)).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    /** As the clock does: what is due is written, and so moves the ends. */
    private Set<TopicPartition> at(long millis) {
        Set<TopicPartition> due = plan.due(Map.of(FIRST, first, SECOND, second), millis);
        for (TopicPartition partition : due) {
            plan.ticked(partition);
            if (partition.equals(FIRST)) {
                first++;
            } else {
                second++;
            }
        }
        return due;
    }
}
