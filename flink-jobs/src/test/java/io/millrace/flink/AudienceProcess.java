package io.millrace.flink;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A local Flink with AudienceJob in a process of its own, which can be killed as by {@code kill -9}. */
record AudienceProcess(Process process) implements AutoCloseable {

    static AudienceProcess start(String kafka, ClickHouseEndpoint clickhouse, Path dir, int parallelism)
            throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AudienceProcess.class.getName(),
                kafka,
                clickhouse.url(),
                clickhouse.database(),
                clickhouse.user(),
                clickhouse.password(),
                dir.toString(),
                Integer.toString(parallelism));
        return new AudienceProcess(new ProcessBuilder(command).inheritIO().start());
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
                Path.of(arguments[5]), Integer.parseInt(arguments[6]), 128, 64, OptionalInt.empty());
        AudienceJobConfig job = AudienceJobConfig.from(
                new Env(Map.of("MILLRACE_CHECKPOINT_INTERVAL_MS", "300")),
                arguments[0],
                new ClickHouseEndpoint(arguments[1], arguments[2], arguments[3], arguments[4]),
                local.spill());
        LocalFlink.start(local, job);
        Thread.currentThread().join();
    }
}
