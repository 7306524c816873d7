package io.millrace.standalone.up;

import static io.millrace.standalone.up.Counting.assertStoredOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.embedded.EmbeddedClickHouse;
import io.millrace.clickhouse.embedded.EmbeddedClickHouseConfig;
import io.millrace.core.settings.Env;
import io.millrace.embedded.kafka.KafkaProcess;
import io.millrace.testing.EmbeddedServices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same program on a Kafka, a Flink and a ClickHouse that somebody else runs. */
@Timeout(300)
class ExternalServicesIT {

    private static final int BEFORE = 2_000;

    @Test
    void eventsGoThroughServicesThatSomebodyElseRuns(@TempDir Path data) throws Exception {
        ClickHouseEndpoint clickhouse = EmbeddedServices.clickhouse();
        Map<String, String> settings = Map.of(
                "MILLRACE_KAFKA", EmbeddedServices.kafka(),
                "MILLRACE_CLICKHOUSE_URL", clickhouse.url(),
                "MILLRACE_CLICKHOUSE_PASSWORD", clickhouse.password(),
                "MILLRACE_CLICKHOUSE_SQL_PASSWORD",
                        EmbeddedServices.sqlClickhouse().password());
        try (UpProcess up = UpProcess.start(data, settings)) {
            Client client = up.client();

            assertThat(up.children()).isEmpty();
            assertThat(up.place("kafka")).isEqualTo(EmbeddedServices.kafka());
            assertThat(client.send("/v1/track", "{\"userId\":\"ada\",\"event\":\"Outside\"}"))
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> client.number("SELECT count() FROM events WHERE event = 'Outside'") == 1);
            assertThat(up.terminate()).isZero();
        }
    }

    @Test
    void nothingIsLostOrDoubledWhenFlinksProcessesAreKilled(@TempDir Path data, @TempDir Path flinkFolder)
            throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(data.resolve("kafka"), 0);
                EmbeddedClickHouse clickhouse = EmbeddedClickHouse.start(
                        EmbeddedClickHouseConfig.from(Env.system(), data.resolve("clickhouse")));
                FlinkCluster flink = FlinkCluster.start(flinkFolder, kafka.bootstrap(), clickhouse.endpoint())) {
            Map<String, String> settings = Map.of(
                    "MILLRACE_KAFKA", kafka.bootstrap(),
                    "MILLRACE_FLINK_URL", flink.url(),
                    "MILLRACE_CLICKHOUSE_URL", clickhouse.endpoint().url(),
                    "MILLRACE_CLICKHOUSE_PASSWORD", clickhouse.endpoint().password(),
                    "MILLRACE_CLICKHOUSE_SQL_PASSWORD", clickhouse.sqlEndpoint().password());
            try (UpProcess up = UpProcess.start(data.resolve("up"), settings);
                    Load load = Load.start(up.client())) {
                assertThat(up.children()).isEmpty();
                awaitStored(up.client(), BEFORE);
                flink.killTaskManager();
                awaitStored(up.client(), load.acknowledged() + BEFORE);
                flink.killJobManager();
                awaitStored(up.client(), load.acknowledged() + BEFORE);

                assertStoredOnce(up.client(), load.finish());
                assertThat(up.terminate()).isZero();
            }
        }
    }

    private static void awaitStored(Client client, long events) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> client.number("SELECT count() FROM events WHERE event = 'Load'") >= events);
    }
}
