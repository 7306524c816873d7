package io.millrace.standalone;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.Sql;
import io.millrace.core.health.HealthCheck;
import io.millrace.core.health.PolledCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks a ClickHouse every second whether it answers; so a server that lives and hangs is found too. Thread-safe.
 */
final class ClickHouseHealth implements HealthCheck, AutoCloseable {

    private final ClickHouseClient client;
    private final PolledCheck check;

    private ClickHouseHealth(ClickHouseClient client, PolledCheck check) {
        this.client = client;
        this.check = check;
    }

    static ClickHouseHealth of(ClickHouseEndpoint endpoint) {
        return of(endpoint, Optional::empty);
    }

    /** A problem that is known without asking, such as the end of the process, is the better answer. */
    static ClickHouseHealth of(ClickHouseEndpoint endpoint, Supplier<Optional<String>> known) {
        ClickHouseClient client = new ClickHouseClient(endpoint);
        return new ClickHouseHealth(client, PolledCheck.start("clickhouse", Duration.ofSeconds(1), () -> known.get()
                .or(() -> ask(client))));
    }

    private static Optional<String> ask(ClickHouseClient client) {
        try {
            client.rows(Sql.of("SELECT 1"));
            return Optional.empty();
        } catch (ClickHouseException e) {
            return Optional.of("ClickHouse at " + client.endpoint().url() + " does not answer: " + e.getMessage());
        }
    }

    @Override
    public String name() {
        return check.name();
    }

    @Override
    public Optional<String> problem() {
        return check.problem();
    }

    @Override
    public void close() {
        check.close();
        client.close();
    }
}
