package io.millrace.flink;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a running job stands.
 *
 * @param completedCheckpoints of this run
 * @param lastCheckpoint when the newest checkpoint was complete, null before the first
 * @param lastCheckpointTook from its trigger to its completion, zero before the first
 * @param failure why it failed last, null if it has not
 */
public record JobProgress(
        JobStatus status,
        long completedCheckpoints,
        long failedCheckpoints,
        @Nullable Instant lastCheckpoint,
        Duration lastCheckpointTook,
        @Nullable String failure) {

    static final JobProgress STARTING = new JobProgress(JobStatus.CREATED, 0, 0, null, Duration.ZERO, null);

    /**
     * What is wrong, in a sentence, if checkpoints should not be older than this.
     *
     * @param waiting what is to be had no sooner than the next checkpoint
     */
    Optional<String> problem(Instant now, Duration oldestCheckpoint, String waiting) {
        if (status != JobStatus.RUNNING) {
            return Optional.of("the job is " + status + (failure == null ? "" : ": " + failure));
        }
        if (lastCheckpoint == null) {
            return Optional.of("the job has not completed a checkpoint since its start");
        }
        Duration age = Duration.between(lastCheckpoint, now);
        return age.compareTo(oldestCheckpoint) <= 0
                ? Optional.empty()
                : Optional.of("the newest checkpoint is " + age.toSeconds() + " s old: " + waiting
                        + (failure == null ? "" : "; last failure: " + failure));
    }
}
