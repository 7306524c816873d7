package io.millrace.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.testing.EmbeddedServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same program on a Kafka and a ClickHouse that somebody else runs. */
@Timeout(180)
class ExternalServicesIT {

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
}
