package io.millrace.clickhouse;

import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import java.nio.file.Path;

/** A server of the test's own with the schema in place. */
final class TestServer implements AutoCloseable {

    private final EmbeddedClickHouse server;
    private final ClickHouseClient client;

    TestServer(Path folder) {
        server = EmbeddedClickHouse.start(EmbeddedClickHouseConfig.from(Env.system(), folder));
        client = new ClickHouseClient(server.endpoint());
        new MigrationRunner(client).migrate();
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

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
