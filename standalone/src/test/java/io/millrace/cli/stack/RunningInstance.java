package io.millrace.cli.stack;

import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A whole instance, started by the main command as a process of its own on free ports. */
final class RunningInstance implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(35);

    private static final Map<String, String> KEYS =
            Map.of("MILLRACE_WRITE_KEY", "write-key-of-the-test", "MILLRACE_SECRET_KEY", "secret-key-of-the-test");

    private final Process process;
    private final Path data;

    private RunningInstance(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    static RunningInstance start(Path folder) throws IOException {
        Path data = folder.resolve("data");
        Path output = folder.resolve("up.log");
        Stream<String> opens = Stream.of("java.lang", "java.util", "java.time", "java.nio")
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED");
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        opens,
                        Stream.of("-Xmx1g", "-cp", System.getProperty("java.class.path")),
                        Stream.of("io.millrace.standalone.Main", "up"))
                .flatMap(part -> part)
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(KEYS);
        builder.environment()
                .putAll(Map.of(
                        "MILLRACE_DATA_DIR", data.toString(), "MILLRACE_INGEST_PORT", "0", "MILLRACE_API_PORT", "0"));
        RunningInstance instance = new RunningInstance(builder.start(), data);
        try {
            Awaitility.await()
                    .atMost(READY_WITHIN)
                    .until(() -> Files.exists(data.resolve("run.json")) || !instance.process.isAlive());
            if (!instance.process.isAlive()) {
                throw new AssertionError("the instance ended: " + Files.readString(output));
            }
            return instance;
        } catch (RuntimeException | Error e) {
            instance.close();
            throw e;
        }
    }

    /** The environment of commands for this instance: they find the addresses in its data folder. */
    Env env(Path folder) {
        Map<String, String> variables = new HashMap<>(KEYS);
        variables.put("MILLRACE_DATA_DIR", data.toString());
        variables.put("MILLRACE_CACHE_DIR", folder.resolve("cache").toString());
        return new Env(variables);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
