package io.millrace.testing;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.MigrationRunner;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.definition.Ids;
import io.millrace.core.settings.Env;
import java.io.IOException;
import org.testcontainers.clickhouse.ClickHouseContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A ClickHouse with the schema of Millrace, and how it is stopped. */
record ClickHouseService(ClickHouseEndpoint endpoint, ClickHouseEndpoint sqlEndpoint, Stop stop)
        implements AutoCloseable {

    private static final DockerImageName IMAGE = DockerImageName.parse("clickhouse/clickhouse-server:26.7");
    private static final String USERS = "io/millrace/clickhouse/users.d/millrace.xml";

    static ClickHouseService start(ServiceKind kind) {
        ClickHouseService service =
                switch (kind) {
                    case EMBEDDED -> embedded();
                    case CONTAINERS -> container();
                };
        try (ClickHouseClient client = new ClickHouseClient(service.endpoint())) {
            new MigrationRunner(client).migrate();
        }
        return service;
    }

    private static ClickHouseService embedded() {
        TemporaryFolder folder = TemporaryFolder.create("clickhouse");
        EmbeddedClickHouse clickhouse = EmbeddedClickHouse.start(
                EmbeddedClickHouseConfig.from(Env.system(), folder.path()).withProgress(System.err::println));
        return new ClickHouseService(clickhouse.endpoint(), clickhouse.sqlEndpoint(), () -> {
            clickhouse.close();
            folder.close();
        });
    }

    /** The official image with the users file that a server of one's own needs too. */
    private static ClickHouseService container() {
        String password = Ids.password();
        String sqlPassword = Ids.password();
        ClickHouseContainer clickhouse = new ClickHouseContainer(IMAGE);
        clickhouse
                .withEnv("MILLRACE_CLICKHOUSE_PASSWORD", password)
                .withEnv("MILLRACE_CLICKHOUSE_SQL_PASSWORD", sqlPassword)
                .withCopyFileToContainer(
                        MountableFile.forClasspathResource(USERS), "/etc/clickhouse-server/users.d/millrace.xml");
        clickhouse.start();
        String url = "http://" + clickhouse.getHost() + ":" + clickhouse.getMappedPort(8123);
        return new ClickHouseService(
                new ClickHouseEndpoint(url, "millrace", "millrace", password),
                new ClickHouseEndpoint(url, "public", "people", sqlPassword),
                clickhouse::stop);
    }

    @Override
    public void close() throws IOException {
        stop.run();
    }
}
