package io.millrace.clickhouse.embedded;

import com.sun.jna.Native;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.Sql;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of the server program, from its start to its end. */
final class ServerProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    /** Opens the ports and then waits for ever, as a query: ending it ends the server in an orderly way. */
    private static final String SERVE =
            """
            SYSTEM START LISTEN HTTP;
            SYSTEM START LISTEN TCP;
            SELECT sleepEachRow(1)
            FROM system.numbers
            SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 3000000
            FORMAT Null
            """;

    private static final Sql STOP_SERVING = Sql.of("KILL QUERY WHERE user = '' ASYNC");

    private final Process process;
    private final ServerFolder folder;
    private final ClickHouseEndpoint endpoint;

    private ServerProcess(Process process, ServerFolder folder, ClickHouseEndpoint endpoint) {
        this.process = process;
        this.folder = folder;
        this.endpoint = endpoint;
    }

    /**
     * Starts the program; does not wait for it to answer.
     *
     * @param endpoint as the application's user, in a database that exists from the start
     */
    static ServerProcess start(
            Path library,
            ServerFolder folder,
            Ports ports,
            long memoryBytes,
            Passwords passwords,
            ClickHouseEndpoint endpoint) {
        DeduplicationLogs.repair(folder.data());
        ProcessBuilder command = new ProcessBuilder(command(library, folder, ports))
                .directory(folder.configuration().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.log().toFile());
        command.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        command.environment()
                .putAll(Map.of(
                        "CLASSPATH", classPath(),
                        "MILLRACE_CLICKHOUSE_PASSWORD", passwords.application(),
                        "MILLRACE_CLICKHOUSE_SQL_PASSWORD", passwords.people(),
                        "MILLRACE_CLICKHOUSE_MEMORY_BYTES", Long.toString(memoryBytes)));
        try {
            Process process = command.start();
            ProcessRecord.of(process.toHandle()).write(folder.processFile());
            return new ServerProcess(process, folder, endpoint);
        } catch (IOException e) {
            throw new EmbeddedClickHouseException("ClickHouse's process cannot be started: " + e, e);
        }
    }

    private static List<String> command(Path library, ServerFolder folder, Ports ports) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.crashReport(),
                "-Djava.io.tmpdir=" + folder.temporary(),
                "-Djna.tmpdir=" + folder.temporary(),
                EmbeddedServerMain.class.getName(),
                library.toString(),
                "clickhouse",
                "--path",
                folder.data().toString(),
                "--config-file",
                "config.xml",
                "--listen_host=127.0.0.1",
                "--http_port=" + ports.http(),
                "--tcp_port=" + ports.tcp(),
                "--query",
                SERVE);
    }

    /** Only what the child's main needs: its own classes and JNA. */
    private static String classPath() {
        return codeOf(EmbeddedServerMain.class) + File.pathSeparator + codeOf(Native.class);
    }

    private static String codeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("class path entry of " + type, e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the program's end at most this long; true if it has ended. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns when statements are answered. */
    void awaitReady() throws InterruptedException {
        Instant deadline = Instant.now().plus(START_LIMIT);
        try (ClickHouseClient client = new ClickHouseClient(endpoint)) {
            while (!answers(client)) {
                if (awaitEnd(POLL)) {
                    throw new EmbeddedClickHouseException("ClickHouse ended while it started (exit code "
                            + process.exitValue() + "):\n" + folder.lastWords());
                }
                if (Instant.now().isAfter(deadline)) {
                    process.destroyForcibly();
                    throw new EmbeddedClickHouseException("ClickHouse did not answer within " + START_LIMIT.toSeconds()
                            + " s after its start:\n" + folder.lastWords());
                }
            }
        }
    }

    private static boolean answers(ClickHouseClient client) {
        try {
            client.execute(Sql.of("SELECT 1"));
            return true;
        } catch (ClickHouseException e) {
            return false;
        }
    }

    /** Ends the server in an orderly way, by force if that takes too long; returns when it has ended. */
    void stop() throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        try (ClickHouseClient client = new ClickHouseClient(endpoint)) {
            client.execute(STOP_SERVING);
        } catch (ClickHouseException e) {
            process.destroyForcibly();
        }
        if (!awaitEnd(STOP_LIMIT)) {
            process.destroyForcibly();
            awaitEnd(KILL_LIMIT);
        }
    }
}
