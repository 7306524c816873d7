package io.millrace.standalone.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.standalone.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A run of {@code millrace up} with what it said. Not for use by several threads. */
final class UpProcess implements AutoCloseable {

    static final String WRITE_KEY = "write-key-of-the-test";
    static final String SECRET_KEY = "secret-key-of-the-test";

    private static final String LAST_WORDS_OF_A_START = "Ctrl-C stops everything";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path dataDir;
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private UpProcess(Path dataDir, Process process) {
        this.dataDir = dataDir;
        this.process = process;
        this.reader = new Thread(this::read, "up-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Launches it on free ports with the test's keys; settings given here win, an empty one unsets. */
    static UpProcess launch(Path dataDir, Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String opened : List.of("java.lang", "java.util", "java.time", "java.nio")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-Xmx768m", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "up"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("MILLRACE_") && !name.equals("MILLRACE_CHDB_DIR"));
        environment.putAll(Map.of(
                "MILLRACE_DATA_DIR",
                dataDir.toString(),
                "MILLRACE_INGEST_PORT",
                "0",
                "MILLRACE_API_PORT",
                "0",
                "MILLRACE_WRITE_KEY",
                WRITE_KEY,
                "MILLRACE_SECRET_KEY",
                SECRET_KEY));
        environment.putAll(settings);
        try {
            return new UpProcess(dataDir, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Launches it and returns when it says that it is ready. */
    static UpProcess start(Path dataDir, Map<String, String> settings) {
        UpProcess up = launch(dataDir, settings);
        up.awaitReady();
        return up;
    }

    void awaitReady() {
        Awaitility.await()
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> saidIt() || !process.isAlive());
        if (!saidIt()) {
            throw new AssertionError("up ended before it was ready:\n" + String.join("\n", output));
        }
    }

    private boolean saidIt() {
        return output.stream().anyMatch(line -> line.startsWith(LAST_WORDS_OF_A_START));
    }

    Client client() {
        return client(SECRET_KEY, WRITE_KEY);
    }

    Client client(String secretKey, String writeKey) {
        return new Client(place("ingest_url"), place("api_url"), writeKey, secretKey);
    }

    String place(String name) {
        try {
            JsonNode places = JSON.readTree(dataDir.resolve("run.json").toFile());
            return places.path(name).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> output() {
        return List.copyOf(output);
    }

    /** The key in a line {@code export NAME=key}. */
    Optional<String> shown(String name) {
        return output.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("export " + name + "="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst();
    }

    List<ProcessHandle> children() {
        return process.toHandle().descendants().toList();
    }

    /** As Ctrl-C's brother does; returns the exit code. */
    int terminate() {
        process.destroy();
        return awaitExit();
    }

    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    int awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("up is still running:\n" + String.join("\n", output));
            }
            reader.join(TimeUnit.SECONDS.toMillis(10));
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException e) {
            output.add("(output ended: " + e.getMessage() + ")");
        }
    }

    /** Leaves no process behind, whatever the test found. */
    @Override
    public void close() {
        List<ProcessHandle> children = children();
        if (process.isAlive()) {
            process.destroyForcibly();
        }
        awaitExit();
        children.forEach(child -> child.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }
}
