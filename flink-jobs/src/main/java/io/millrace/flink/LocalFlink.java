package io.millrace.flink;

import io.millrace.core.health.HealthCheck;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job in this process, on a Flink of its own. It resumes from the newest complete checkpoint in its folder after any kind of stop, and
 * restarts by itself after failures, without end. Thread-safe.
 */
public final class LocalFlink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalFlink.class);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(500);
    private static final int PROBES_UNTIL_LOST = 10;
    private static final long PROBE_SECONDS = 10;
    private static final long LAST_CHECKPOINT_SECONDS = 5;
    private static final long CANCEL_SECONDS = 10;

    private final MiniCluster cluster;
    private final JobID job;
    private final LocalJob what;
    private final CheckpointFolder checkpoints;
    private final ScheduledExecutorService probing;

    private volatile JobProgress progress = JobProgress.STARTING;
    private int probesWithoutWorker;
    private boolean olderRunsDeleted;

    private LocalFlink(MiniCluster cluster, JobID job, LocalJob what, CheckpointFolder checkpoints) {
        this.cluster = cluster;
        this.job = job;
        this.what = what;
        this.checkpoints = checkpoints;
        this.probing = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, what.name() + "-probe");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns when the job is submitted; {@link #health()} says when it runs. */
    public static LocalFlink start(LocalFlinkConfig config, EventJobConfig job) throws Exception {
        return start(config, LocalJob.of(job));
    }

    /** Returns when the job is submitted; {@link #health()} says when it runs. */
    public static LocalFlink start(LocalFlinkConfig config, AudienceJobConfig job) throws Exception {
        return start(config, LocalJob.of(job));
    }

    static LocalFlink start(LocalFlinkConfig config, LocalJob what) throws Exception {
        CheckpointFolder checkpoints =
                new CheckpointFolder(Path.fromLocalFile(config.checkpoints().toFile()));
        CheckpointFolder.deleteTree(config.working());
        Files.createDirectories(config.working());
        Files.createDirectories(config.checkpoints());
        Optional<Path> resumeFrom = checkpoints.newestComplete();
        LOG.info(
                "{} starts from {}", what.name(), resumeFrom.map(Path::toString).orElse("the beginning of its topics"));

        MiniCluster cluster = LocalCluster.create(config);
        cluster.start();
        try {
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(
                    LocalCluster.jobSettings(config, what.settings(), resumeFrom));
            what.topology().accept(env);
            JobGraph graph = env.getStreamGraph().getJobGraph();
            JobID job = cluster.submitJob(graph).get().getJobID();
            LocalFlink flink = new LocalFlink(cluster, job, what, checkpoints);
            flink.probing.scheduleWithFixedDelay(flink::probe, 0, PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            return flink;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /** As of half a second ago at most. */
    public JobProgress progress() {
        return progress;
    }

    /** Well while the job runs and its newest checkpoint is young, which it is only if ClickHouse takes rows. */
    public HealthCheck health() {
        Duration oldestCheckpoint = LocalCluster.oldestHealthyCheckpoint(what.checkpointInterval());
        return new HealthCheck() {
            @Override
            public String name() {
                return what.healthCheck();
            }

            @Override
            public Optional<String> problem() {
                return progress.problem(Instant.now(), oldestCheckpoint, what.waiting());
            }
        };
    }

    /** Flink's own pages and REST interface, on loopback. */
    public String webAddress() throws Exception {
        return cluster.getRestAddress().get().toString();
    }

    private void probe() {
        try {
            replaceLostWorker();
            progress = new JobProbe(cluster, job).ask();
            if (!olderRunsDeleted && progress.completedCheckpoints() > 0) {
                checkpoints.keepOnly(job.toString());
                olderRunsDeleted = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("{} cannot be asked how it stands", what.name(), e);
        }
    }

    /** A worker ends itself on what it cannot get over; then there is another one a few seconds later. */
    private void replaceLostWorker() throws Exception {
        boolean lost = cluster.requestClusterOverview()
                        .get(PROBE_SECONDS, TimeUnit.SECONDS)
                        .getNumTaskManagersConnected()
                == 0;
        probesWithoutWorker = lost ? probesWithoutWorker + 1 : 0;
        if (probesWithoutWorker == PROBES_UNTIL_LOST) {
            LOG.error("Flink's worker of {} is gone; starting another one", what.name());
            cluster.startTaskManager();
            probesWithoutWorker = 0;
        }
    }

    /** Takes a last checkpoint if that is quick, and stops. Whatever it does not finish, the next start does. */
    @Override
    public void close() {
        probing.shutdownNow();
        try {
            waitFor(
                    "take a last checkpoint",
                    LAST_CHECKPOINT_SECONDS,
                    cluster.triggerCheckpoint(job, CheckpointType.DEFAULT));
            waitFor(
                    "cancel the job",
                    CANCEL_SECONDS,
                    cluster.cancelJob(job).thenCompose(done -> cluster.requestJobResult(job)));
        } finally {
            waitFor("stop Flink", CANCEL_SECONDS, cluster.closeAsync());
        }
    }

    private static void waitFor(String what, long seconds, Future<?> future) {
        try {
            future.get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Could not {} within {} s: {}", what, seconds, e.toString());
        }
    }
}
