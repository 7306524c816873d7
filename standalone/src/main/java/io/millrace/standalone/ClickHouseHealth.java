package io.millrace.standalone;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.Sql;
import io.millrace.core.health.HealthCheck;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks an external ClickHouse every second whether it answers. Thread-safe. */
final class ClickHouseHealth implements HealthCheck, AutoCloseable {

    private final ClickHouseClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "clickhouse-health");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Optional<String> problem = Optional.empty();

    private ClickHouseHealth(ClickHouseClient client) {
        this.client = client;
    }

    static ClickHouseHealth of(ClickHouseEndpoint endpoint) {
        ClickHouseHealth health = new ClickHouseHealth(new ClickHouseClient(endpoint));
        health.timer.scheduleWithFixedDelay(health::ask, 0, 1, TimeUnit.SECONDS);
        return health;
    }

    private void ask() {
        try {
            client.rows(Sql.of("SELECT 1"));
            problem = Optional.empty();
        } catch (ClickHouseException e) {
            problem = Optional.of("ClickHouse at " + client.endpoint().url() + " does not answer: " + e.getMessage());
        }
    }

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close();
    }
}
