package io.millrace.embedded.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link BrokerProcess} as a child, to be killed and started again on the same folder and port. The child ends with
 * this process. Its log is {@code process.log} in its folder. Not thread-safe.
 */
public final class KafkaProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 20;

    private final Path dataDir;
    private final Path log;
    private Process process;
    private String bootstrap;

    private KafkaProcess(Path dataDir, int port) {
        this.dataDir = dataDir.toAbsolutePath().normalize();
        this.log = this.dataDir.resolve("process.log");
        this.process = launch(port);
        this.bootstrap = awaitReady();
    }

    /** Starts a broker and returns when it serves. */
    public static KafkaProcess start(Path dataDir, int port) {
        return new KafkaProcess(dataDir, port);
    }

    public String bootstrap() {
        return bootstrap;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts it again where it was. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("the broker process " + pid() + " is still running");
        }
        process = launch(Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1)));
        bootstrap = awaitReady();
    }

    /** Stops it cleanly. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd()) {
            kill();
        }
    }

    private Process launch(int port) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                dataDir.toString(),
                Integer.toString(port),
                BrokerProcess.WITH_PARENT);
        try {
            Files.createDirectories(dataDir);
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("a broker process cannot be started on " + dataDir, e);
        }
    }

    private String awaitReady() {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        try {
            for (@Nullable String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(BrokerProcess.READY)) {
                    drain(out);
                    return line.substring(BrokerProcess.READY.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a broker process was not heard on " + dataDir, e);
        }
        awaitEnd();
        throw new EmbeddedKafkaException("the broker process on " + dataDir + " ended; its log is " + log);
    }

    /** A child whose output nobody reads would stop at a full pipe. */
    private static void drain(BufferedReader out) {
        Thread drain = new Thread(
                () -> {
                    try (out) {
                        while (out.readLine() != null) {
                            // Its log goes elsewhere.
                        }
                    } catch (IOException e) {
                        // It is gone.
                    }
                },
                "broker-output");
        drain.setDaemon(true);
        drain.start();
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
