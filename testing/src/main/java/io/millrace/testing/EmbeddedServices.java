package io.millrace.testing;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.definition.Ids;
import io.millrace.core.definition.Workspace;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real Kafka and ClickHouse for integration tests: each starts at its first use, on free ports and in a temporary
 * folder, is shared by all tests of the JVM and ends with it. So tests keep apart by workspace, not by service. With
 * {@code -Dmillrace.test.services=containers} they are the official images instead. Thread-safe.
 */
public final class EmbeddedServices {

    // The one thing that a run shares: a start costs seconds, a workspace nothing.
    private static final Once<KafkaService> KAFKA =
            new Once<>("Kafka", () -> KafkaService.start(ServiceKind.ofThisRun()));
    private static final Once<ClickHouseService> CLICKHOUSE =
            new Once<>("ClickHouse", () -> ClickHouseService.start(ServiceKind.ofThisRun()));
    private static final AtomicInteger WORKSPACES = new AtomicInteger();

    private EmbeddedServices() {}

    /** The bootstrap address of a Kafka that has all topics. */
    public static String kafka() {
        return KAFKA.get().bootstrap();
    }

    /** A ClickHouse that has the schema, as the application's user. */
    public static ClickHouseEndpoint clickhouse() {
        return CLICKHOUSE.get().endpoint();
    }

    /** The same ClickHouse as the read-only user of people's SQL. */
    public static ClickHouseEndpoint sqlClickhouse() {
        return CLICKHOUSE.get().sqlEndpoint();
    }

    /** A workspace that no other test uses; it is not yet written to the definitions. */
    public static Workspace freshWorkspace() {
        String slug = "test-" + WORKSPACES.incrementAndGet();
        return new Workspace(Ids.workspace(), slug, slug, ZoneOffset.UTC, Instant.parse("2026-01-01T00:00:00Z"));
    }
}
