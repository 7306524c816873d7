package io.millrace.standalone;

import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import io.millrace.delivery.DeliverySettings;
import io.millrace.flink.LocalFlinkConfig;
import io.millrace.ingest.IngestSettings;
import io.millrace.query.QuerySettings;
import io.millrace.standalone.Preflight.WantedPort;
import java.util.ArrayList;
import java.util.List;

/** Every port that somebody may have set, with the name of its setting. */
final class WantedPorts {

    private static final String LOOPBACK = "127.0.0.1";

    private final Env env;
    private final StandaloneSettings settings;

    WantedPorts(Env env, StandaloneSettings settings) {
        this.env = env;
        this.settings = settings;
    }

    List<WantedPort> with(IngestSettings ingest, QuerySettings query, DeliverySettings delivery) {
        List<WantedPort> ports = new ArrayList<>();
        ports.add(new WantedPort("MILLRACE_INGEST_PORT", ingest.host(), ingest.port()));
        ports.add(new WantedPort("MILLRACE_API_PORT", query.host(), query.port()));
        ports.add(new WantedPort("MILLRACE_DELIVERY_PORT", delivery.host(), delivery.port()));
        if (settings.kafka().isEmpty()) {
            ports.add(new WantedPort("MILLRACE_KAFKA_PORT", LOOPBACK, settings.kafkaPort()));
        }
        if (settings.clickhouse().isEmpty()) {
            EmbeddedClickHouseConfig clickhouse = EmbeddedClickHouseConfig.from(env, settings.dataDir());
            ports.add(new WantedPort("MILLRACE_CLICKHOUSE_HTTP_PORT", LOOPBACK, clickhouse.httpPort()));
            ports.add(new WantedPort("MILLRACE_CLICKHOUSE_TCP_PORT", LOOPBACK, clickhouse.tcpPort()));
        }
        if (settings.flinkUrl().isEmpty()) {
            LocalFlinkConfig.from(env, settings.dataDir())
                    .webPort()
                    .ifPresent(port -> ports.add(new WantedPort("MILLRACE_FLINK_WEB_PORT", LOOPBACK, port)));
        }
        return ports;
    }
}
