package io.millrace.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.ClickHouseUnavailableException;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.Sql;
import io.millrace.core.settings.Env;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's life: kept data, restarts, leftovers, the memory bound. */
class EmbeddedClickHouseIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;

    EmbeddedClickHouseIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void dataSurvivesAnOrderlyRestart() {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(config())) {
            migrate(server);
            insertOne(server, "kept");
        }
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(config())) {
            migrate(server);
            assertThat(storedEvents(server)).isEqualTo(1);
        }
        assertThat(folder.resolve("server-crash.log")).doesNotExist();
    }

    @Test
    void closingEndsTheProcess() {
        EmbeddedClickHouse server = EmbeddedClickHouse.start(config());
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        assertThat(server.health().problem()).isEmpty();

        server.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(server.health().problem()).isPresent();
    }

    @Test
    void aKilledServerIsRestartedUnderTheSameEndpointWithItsData() {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(config())) {
            migrate(server);
            insertOne(server, "before");
            long killed = server.pid();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            await().atMost(LIMIT)
                    .until(() ->
                            server.pid() != killed && server.health().problem().isEmpty());
            assertThat(storedEvents(server)).isEqualTo(1);
        }
    }

    @Test
    void aServerThatOutlivedItsParentIsEndedBeforeTheDataIsOpened() throws Exception {
        ServerFolder serverFolder = new ServerFolder(folder);
        serverFolder.prepare();
        EmbeddedClickHouseConfig config = config();
        Ports ports = Ports.choose(config);
        Passwords passwords = Passwords.random();
        ServerProcess leftover = ServerProcess.start(
                new ChdbLibrary(config.libraryDir(), config.progress()).file(),
                serverFolder,
                ports,
                config.memoryBytes(),
                passwords,
                new ClickHouseEndpoint(
                        "http://127.0.0.1:" + ports.http(), "default", "millrace", passwords.application()));
        leftover.awaitReady();

        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(config)) {
            assertThat(leftover.isAlive()).isFalse();
            migrate(server);
            assertThat(storedEvents(server)).isZero();
        }
    }

    /** The state that a kill leaves between the token's record and the part's final name. */
    @Test
    void aTokenWhosePartWasNeverFinishedDoesNotSwallowTheRetry() throws Exception {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(config())) {
            migrate(server);
            insertOne(server, "first");
            insertOne(server, "second");
        }
        Path second = partOfBlock(2);
        Files.move(second, second.resolveSibling("tmp_insert_" + second.getFileName()));

        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(config())) {
            insertOne(server, "first");
            insertOne(server, "second");
            insertOne(server, "second");

            assertThat(storedEvents(server)).isEqualTo(2);
        }
    }

    @Test
    void aFolderInUseIsRefused() {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(config())) {
            assertThatThrownBy(() -> EmbeddedClickHouse.start(config()))
                    .isInstanceOf(EmbeddedClickHouseException.class)
                    .hasMessageContaining("in use");
            assertThat(server.health().problem()).isEmpty();
        }
    }

    @Test
    void theServerEndsWithItsParent() throws Exception {
        Path pidFile = folder.resolve("child.pid");
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartsAServer.class.getName(),
                        folder.resolve("data").toString(),
                        pidFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("parent.log").toFile())
                .start();
        try {
            await().atMost(LIMIT).until(() -> Files.exists(pidFile));
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();

            parent.destroyForcibly();

            await().atMost(LIMIT).until(() -> !child.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aQueryBeyondTheMemoryBoundFailsAndTheServerLives() {
        try (EmbeddedClickHouse server = EmbeddedClickHouse.start(config().withMemoryBytes(600_000_000));
                ClickHouseClient client = new ClickHouseClient(server.endpoint())) {
            migrate(server);
            long pid = server.pid();

            assertThatThrownBy(
                            () -> client.rows(Sql.of("SELECT length(groupArray(number)) AS n FROM numbers(200000000)")))
                    .isInstanceOf(ClickHouseException.class)
                    .isNotInstanceOf(ClickHouseUnavailableException.class)
                    .hasMessageContaining("memory limit exceeded")
                    .extracting(thrown -> ((ClickHouseException) thrown).code())
                    .isEqualTo(241);

            assertThat(client.rows(Sql.of("SELECT 1 AS one"))).hasSize(1);
            assertThat(server.pid()).isEqualTo(pid);
        }
    }

    @Test
    void aStoppedServerIsUnavailable() {
        EmbeddedClickHouse server = EmbeddedClickHouse.start(config());
        server.close();

        try (ClickHouseClient client = new ClickHouseClient(server.endpoint())) {
            assertThatThrownBy(() -> client.rows(Sql.of("SELECT 1")))
                    .isInstanceOf(ClickHouseUnavailableException.class);
        }
    }

    private Path partOfBlock(int block) throws IOException {
        String name = "197001_" + block + "_" + block + "_0";
        try (Stream<Path> files = Files.find(
                folder, 6, (path, attributes) -> path.getFileName().toString().equals(name))) {
            return files.findFirst().orElseThrow();
        }
    }

    private EmbeddedClickHouseConfig config() {
        return EmbeddedClickHouseConfig.from(Env.system(), folder);
    }

    private static void migrate(EmbeddedClickHouse server) {
        try (ClickHouseClient client = new ClickHouseClient(server.endpoint())) {
            new MigrationRunner(client).migrate();
        }
    }

    private static void insertOne(EmbeddedClickHouse server, String messageId) {
        String row = "{\"workspace\":\"ws_a\",\"event\":\"buy\",\"message_id\":\"" + messageId + "\"}";
        try (ClickHouseClient client = new ClickHouseClient(server.endpoint())) {
            client.insert(
                    "events",
                    "JSONEachRow",
                    new ByteArrayInputStream(row.getBytes(StandardCharsets.UTF_8)),
                    "token-" + messageId);
        }
    }

    private static long storedEvents(EmbeddedClickHouse server) {
        try (ClickHouseClient client = new ClickHouseClient(server.endpoint())) {
            return client.rows(Sql.of("SELECT count() AS n FROM events"))
                    .get(0)
                    .path("n")
                    .longValue();
        }
    }
}
