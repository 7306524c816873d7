package io.millrace.flink;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A local Flink with EventJob in a process of its own, which can be killed as by {@code kill -9}. */
record JobProcess(Process process) implements AutoCloseable {

    static JobProcess start(EventJobConfig job, Path dir, int parallelism) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                JobProcess.class.getName()));
        command.addAll(List.of(
                job.kafkaBootstrap(),
                job.clickhouse().url(),
                job.clickhouse().database(),
                job.clickhouse().user(),
                job.clickhouse().password(),
                dir.toString(),
                Integer.toString(parallelism)));
        return new JobProcess(new ProcessBuilder(command).inheritIO().start());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        LocalFlinkConfig local = new LocalFlinkConfig(
                Path.of(arguments[5]), Integer.parseInt(arguments[6]), 128, 32, OptionalInt.empty());
        EventJobConfig job = EventJobConfig.from(
                new Env(Map.of("MILLRACE_CHECKPOINT_INTERVAL_MS", "300")),
                arguments[0],
                new ClickHouseEndpoint(arguments[1], arguments[2], arguments[3], arguments[4]),
                local.spill());
        LocalFlink.start(local, job);
        Thread.currentThread().join();
    }
}
