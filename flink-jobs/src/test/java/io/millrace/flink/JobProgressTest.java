package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobProgressTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration OLDEST = Duration.ofSeconds(30);

    @Test
    void allIsWellWhileCheckpointsAreYoung() {
        assertThat(running(NOON).problem(NOON.plus(OLDEST), OLDEST, "events wait to be stored"))
                .isEmpty();
    }

    @Test
    void anOldCheckpointMeansThatEventsWait() {
        assertThat(running(NOON).problem(NOON.plusSeconds(95), OLDEST, "events wait to be stored"))
                .contains("the newest checkpoint is 95 s old: events wait to be stored");
    }

    @Test
    void aJobIsNotReadyBeforeItsFirstCheckpoint() {
        assertThat(running(null).problem(NOON, OLDEST, "events wait to be stored"))
                .isPresent();
    }

    @Test
    void aJobThatDoesNotRunSaysWhy() {
        JobProgress restarting = new JobProgress(
                JobStatus.RESTARTING, 3, 0, NOON, Duration.ofMillis(80), "java.io.IOException: refused");

        assertThat(restarting.problem(NOON, OLDEST, "events wait to be stored"))
                .contains("the job is RESTARTING: java.io.IOException: refused");
    }

    private static JobProgress running(@Nullable Instant lastCheckpoint) {
        return new JobProgress(JobStatus.RUNNING, 1, 0, lastCheckpoint, Duration.ofMillis(80), null);
    }
}
