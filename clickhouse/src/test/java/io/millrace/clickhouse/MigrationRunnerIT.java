package io.millrace.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationRunnerIT {

    private static final Migration FIRST = new Migration(
            "0001_first.sql", "CREATE TABLE IF NOT EXISTS first (x UInt8) ENGINE = MergeTree ORDER BY x;");
    private static final Migration SECOND = new Migration(
            "0002_second.sql", "CREATE TABLE IF NOT EXISTS second (x UInt8) ENGINE = MergeTree ORDER BY x;");

    private final TestServer server;

    MigrationRunnerIT(@TempDir Path folder) {
        server = new TestServer(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theShippedSchemaAppliesOnceAndThenChangesNothing() {
        List<String> before = applied(server.client());

        new MigrationRunner(server.client()).migrate();

        assertThat(before)
                .isEqualTo(Migrations.known().stream().map(Migration::fileName).toList());
        assertThat(applied(server.client())).isEqualTo(before);
    }

    @Test
    void onlyWhatIsMissingIsApplied() {
        try (ClickHouseClient client = database("steps")) {
            new MigrationRunner(client, List.of(FIRST)).migrate();
            new MigrationRunner(client, List.of(FIRST, SECOND)).migrate();

            assertThat(applied(client)).containsExactly("0001_first.sql", "0002_second.sql");
            assertThat(client.rows(Sql.of("SELECT count() AS n FROM second"))).hasSize(1);
        }
    }

    @Test
    void aChangedMigrationIsRefusedBeforeAnythingIsTouched() {
        try (ClickHouseClient client = database("changed")) {
            new MigrationRunner(client, List.of(FIRST)).migrate();
            Migration edited = new Migration(FIRST.fileName(), FIRST.text().replace("UInt8", "UInt16"));

            assertThatThrownBy(() -> new MigrationRunner(client, List.of(edited, SECOND)).migrate())
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("0001_first.sql")
                    .hasMessageContaining(edited.checksum());
            assertThat(applied(client)).containsExactly("0001_first.sql");
        }
    }

    @Test
    void aNewerDatabaseIsRefused() {
        try (ClickHouseClient client = database("newer")) {
            new MigrationRunner(client, List.of(FIRST, SECOND)).migrate();

            assertThatThrownBy(() -> new MigrationRunner(client, List.of(FIRST)).migrate())
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("0002_second.sql")
                    .hasMessageContaining("newer version");
        }
    }

    private ClickHouseClient database(String name) {
        ClickHouseEndpoint endpoint = server.endpoint();
        return new ClickHouseClient(new ClickHouseEndpoint(endpoint.url(), name, endpoint.user(), endpoint.password()));
    }

    private static List<String> applied(ClickHouseClient client) {
        return client.rows(Sql.of("SELECT name FROM schema_migrations ORDER BY number")).stream()
                .map(row -> row.path("name").asText())
                .toList();
    }
}
