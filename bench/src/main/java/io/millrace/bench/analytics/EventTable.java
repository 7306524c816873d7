package io.millrace.bench.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A ClickHouse of its own, as an instance runs it, for tables of generated events. Closed, it leaves nothing behind. */
final class EventTable implements AutoCloseable {

    private static final long EVENTS_PER_INSERT = 500_000;
    private static final Duration MERGED = Duration.ofMinutes(20);
    private static final int QUIET_LOOKS = 6;

    private final Path folder;
    private final EmbeddedClickHouse server;
    private final ClickHouseClient client;

    private EventTable(Path folder, EmbeddedClickHouse server) {
        this.folder = folder;
        this.server = server;
        this.client = new ClickHouseClient(server.endpoint());
    }

    static EventTable open() throws IOException {
        Path folder = Files.createTempDirectory("millrace-bench-");
        EventTable table = new EventTable(
                folder, EmbeddedClickHouse.start(EmbeddedClickHouseConfig.from(Env.system(), folder.resolve("data"))));
        new MigrationRunner(table.client).migrate();
        return table;
    }

    /** What a table takes on disk. */
    record Footprint(long rows, long bytes, long parts) {
        double gigabytes() {
            return bytes / 1e9;
        }
    }

    ClickHouseClient client() {
        return client;
    }

    ClickHouseEndpoint endpoint() {
        return server.endpoint();
    }

    ClickHouseEndpoint sqlEndpoint() {
        return server.sqlEndpoint();
    }

    /** Of this run, for what else needs one. */
    Path folder() {
        return folder;
    }

    /** Stores the events, insert after insert, and says how long that took. */
    Duration fill(String table, GeneratedEvents events) {
        long start = System.nanoTime();
        for (long from = 0; from < events.count(); from += EVENTS_PER_INSERT) {
            client.execute(events.insert(table, from, EVENTS_PER_INSERT));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Makes the events as {@link #fill} does and stores none of them. */
    Duration make(GeneratedEvents events) {
        long start = System.nanoTime();
        for (long from = 0; from < events.count(); from += EVENTS_PER_INSERT) {
            client.execute(events.make(from, EVENTS_PER_INSERT));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Waits until ClickHouse has put parts together as far as it wants to by itself. */
    Duration awaitMerges() throws InterruptedException {
        long start = System.nanoTime();
        long quietSince = start;
        for (int quiet = 0; quiet < QUIET_LOOKS; ) {
            if (System.nanoTime() - start > MERGED.toNanos()) {
                throw new IllegalStateException("ClickHouse still merges after " + MERGED);
            }
            TimeUnit.MILLISECONDS.sleep(500);
            if (number("SELECT count() AS n FROM system.merges") == 0) {
                quiet++;
            } else {
                quiet = 0;
                quietSince = System.nanoTime();
            }
        }
        return Duration.ofNanos(quietSince - start);
    }

    /** What the server has used of the processors since it started. */
    Duration cpu() {
        return ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }

    /** The statement that made a table. */
    String definition(String table) {
        return client.rows(Sql.of("SHOW CREATE TABLE " + table))
                .get(0)
                .path("statement")
                .asText();
    }

    Footprint footprint(String table) {
        JsonNode row = client.rows(new Sql(
                        """
                        SELECT sum(rows) AS rows, sum(bytes_on_disk) AS bytes, count() AS parts
                        FROM system.parts
                        WHERE database = currentDatabase() AND table = {table:String} AND active
                        """,
                        Map.of("table", table)))
                .get(0);
        return new Footprint(
                row.path("rows").asLong(),
                row.path("bytes").asLong(),
                row.path("parts").asLong());
    }

    private long number(String sql) {
        return client.rows(Sql.of(sql)).get(0).path("n").asLong();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
