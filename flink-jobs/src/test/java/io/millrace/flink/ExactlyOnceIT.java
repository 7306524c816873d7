package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.flink.sink.SpillFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** No row is lost and none is doubled, whatever fails, under load. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ExactlyOnceIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private Path folder;
    private Services services;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        services = Services.start(temporary);
    }

    @AfterAll
    void stop() {
        Faults.disarm();
        Faults.clickHouseAway(false);
        services.close();
    }

    @Test
    void everyStepOfACommitMayFail() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the faults: " + seed);
        EventJobConfig job = spillingTo(services.job("faults"), "faulty:" + folder.resolve("faults/spill"));
        Faults.arm(seed, 3);
        try (LocalFlink flink = start("faults", job);
                Load load = new Load(services, "ws_faults")) {
            await().atMost(LIMIT).until(() -> Faults.left().values().stream().allMatch(times -> times == 0));
            load.stop();
            load.assertAllStoredOnce();
            assertThat(flink.progress().failure()).contains("fault");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(spilled("faults")).isZero());
        }
    }

    @Test
    void clickHouseMayBeKilled() throws Exception {
        EventJobConfig job = services.job("killed");
        try (LocalFlink flink = LocalFlink.start(services.local("killed", 2), job);
                Load load = new Load(services, "ws_killed")) {
            for (int kill = 1; kill <= 3; kill++) {
                long storedBefore = services.stored("ws_killed");
                await().atMost(LIMIT)
                        .ignoreExceptions()
                        .until(() -> services.stored("ws_killed") > storedBefore + 2_000);
                long killed = services.server().pid();
                ProcessHandle.of(killed).orElseThrow().destroyForcibly();
                await().atMost(LIMIT)
                        .ignoreExceptions()
                        .until(() -> services.server().pid() != killed && services.stored("ws_killed") > 0);
            }
            load.stop();
            load.assertAllStoredOnce();
            assertThat(flink.progress().failure()).isNull();
        }
    }

    @Test
    void anOutageHoldsThePipelineAndGathersNothing() throws Exception {
        EventJobConfig job = services.job("outage");
        try (LocalFlink flink = start("outage", job);
                Load load = new Load(services, "ws_outage")) {
            await().atMost(LIMIT).until(() -> services.stored("ws_outage") > 4_000);

            Faults.clickHouseAway(true);
            await().atMost(LIMIT).until(() -> Faults.refused() >= 8);
            long checkpoints = flink.progress().completedCheckpoints();
            int sent = load.events();
            await().atMost(LIMIT).until(() -> load.events() > sent + 20_000);
            // The checkpoint during which it went away may be told a little later than it was complete.
            assertThat(flink.progress().completedCheckpoints()).isLessThanOrEqualTo(checkpoints + 1);
            // 20,000 rows are over 7 MB; what is spilled was cut before the tasks stood still.
            assertThat(spilledBytes("outage")).isLessThan(5_000_000);

            Faults.clickHouseAway(false);
            load.stop();
            load.assertAllStoredOnce();
            assertThat(flink.progress().failure()).isNull();
        }
    }

    @Test
    void theProcessMayBeKilledAndRescaled() throws Exception {
        try (Load load = new Load(services, "ws_process")) {
            for (int parallelism : new int[] {2, 3, 1, 2}) {
                long storedBefore = services.stored("ws_process");
                try (JobProcess process =
                        JobProcess.start(services.job("process"), folder.resolve("process"), parallelism)) {
                    await().atMost(LIMIT).until(() -> services.stored("ws_process") > storedBefore + 4_000);
                    process.kill();
                }
                // Rows go in before their counts; what is missing comes with the resumed checkpoint.
                assertThat(services.counted("ws_process")).isLessThanOrEqualTo(services.stored("ws_process"));
            }
            load.stop();
            try (LocalFlink last = LocalFlink.start(services.local("process", 2), services.job("process"))) {
                load.assertAllStoredOnce();
            }
        }
    }

    @Test
    void anOrderlyStopResumesWhereItWas() throws Exception {
        try (Load load = new Load(services, "ws_stop")) {
            for (int run = 1; run <= 2; run++) {
                long storedBefore = services.stored("ws_stop");
                try (LocalFlink flink = LocalFlink.start(services.local("stop", 2), services.job("stop"))) {
                    await().atMost(LIMIT).until(() -> services.stored("ws_stop") > storedBefore + 4_000);
                }
            }
            load.stop();
            try (LocalFlink last = LocalFlink.start(services.local("stop", 2), services.job("stop"))) {
                load.assertAllStoredOnce();
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(runs("stop")).isEqualTo(1));
            }
        }
    }

    /** With restarts that follow quickly, since here they are many. */
    private LocalFlink start(String name, EventJobConfig job) throws Exception {
        Configuration settings = FlinkSettings.of(job);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(100));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofMillis(200));
        return LocalFlink.start(
                services.local(name, 2),
                new LocalJob(
                        EventJob.NAME,
                        "event_job",
                        "events wait",
                        settings,
                        job.checkpointInterval(),
                        env -> EventJob.build(env, job, FaultyInserter.into(job.clickhouse()))));
    }

    private static EventJobConfig spillingTo(EventJobConfig job, String uri) {
        return new EventJobConfig(
                job.kafkaBootstrap(),
                job.clickhouse(),
                new SpillFolder(uri),
                job.dedupe(),
                job.allowedLateness(),
                job.blocks(),
                job.checkpointInterval(),
                job.retainedCheckpoints());
    }

    private long spilled(String name) throws IOException {
        try (Stream<Path> tree = Files.walk(folder.resolve(name).resolve("spill"))) {
            return tree.filter(Files::isRegularFile).count();
        }
    }

    private long spilledBytes(String name) throws IOException {
        try (Stream<Path> tree = Files.walk(folder.resolve(name).resolve("spill"))) {
            return tree.mapToLong(path -> path.toFile().isFile() ? path.toFile().length() : 0)
                    .sum();
        }
    }

    private long runs(String name) throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve(name).resolve("checkpoints"))) {
            return runs.count();
        }
    }
}
