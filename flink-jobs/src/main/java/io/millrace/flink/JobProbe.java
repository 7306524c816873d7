package io.millrace.flink;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.jspecify.annotations.Nullable;

/** Asks a mini cluster how its job stands. */
record JobProbe(MiniCluster cluster, JobID job) {

    private static final long PATIENCE_SECONDS = 10;

    JobProgress ask() throws Exception {
        AccessExecutionGraph graph = cluster.getExecutionGraph(job).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        ErrorInfo error = graph.getFailureInfo();
        String failure = error == null ? null : firstLine(error.getExceptionAsString());
        CheckpointStatsSnapshot checkpoints = graph.getCheckpointStatsSnapshot();
        if (checkpoints == null) {
            return new JobProgress(graph.getState(), 0, 0, null, Duration.ZERO, failure);
        }
        CompletedCheckpointStats latest = checkpoints.getHistory().getLatestCompletedCheckpoint();
        return new JobProgress(
                graph.getState(),
                checkpoints.getCounts().getNumberOfCompletedCheckpoints(),
                checkpoints.getCounts().getNumberOfFailedCheckpoints(),
                completedAt(latest),
                latest == null ? Duration.ZERO : Duration.ofMillis(latest.getEndToEndDuration()),
                failure);
    }

    private static @Nullable Instant completedAt(@Nullable CompletedCheckpointStats stats) {
        return stats == null ? null : Instant.ofEpochMilli(stats.getTriggerTimestamp() + stats.getEndToEndDuration());
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
