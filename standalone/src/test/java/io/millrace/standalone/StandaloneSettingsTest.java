package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import io.millrace.standalone.key.FirstKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandaloneSettingsTest {

    @Test
    void everySettingHasADefault() {
        assertThat(settings(Map.of()))
                .isEqualTo(new StandaloneSettings(
                        Path.of("./data"),
                        Map.of(),
                        Optional.empty(),
                        0,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        1_024,
                        3_000));
    }

    @Test
    void everySettingHasAName() {
        Map<String, String> variables = Map.ofEntries(
                Map.entry("MILLRACE_DATA_DIR", "/var/millrace"),
                Map.entry("MILLRACE_WRITE_KEY", "w"),
                Map.entry("MILLRACE_SECRET_KEY", "s"),
                Map.entry("MILLRACE_ADMIN_KEY", "a"),
                Map.entry("MILLRACE_KAFKA", "kafka:9092"),
                Map.entry("MILLRACE_KAFKA_PORT", "3"),
                Map.entry("MILLRACE_KAFKA_FSYNC", "true"),
                Map.entry("MILLRACE_CLICKHOUSE_URL", "https://click:p%40ss@house/millrace"),
                Map.entry("MILLRACE_CLICKHOUSE_SQL_USER", "reader"),
                Map.entry("MILLRACE_CLICKHOUSE_SQL_PASSWORD", "read"),
                Map.entry("MILLRACE_FLINK_URL", "http://flink:8081"),
                Map.entry("MILLRACE_DISK_MIN_MB", "4"),
                Map.entry("MILLRACE_MEMORY_MIN_MB", "5"));

        StandaloneSettings settings = settings(variables);

        assertThat(settings)
                .isEqualTo(new StandaloneSettings(
                        Path.of("/var/millrace"),
                        Map.of(FirstKey.WRITE, "w", FirstKey.SECRET, "s", FirstKey.ADMIN, "a"),
                        Optional.of("kafka:9092"),
                        3,
                        true,
                        Optional.of(new ExternalClickHouse(
                                new ClickHouseEndpoint("https://house:8443", "millrace", "click", "p@ss"),
                                "reader",
                                "read")),
                        Optional.of("http://flink:8081"),
                        4,
                        5));
        assertThat(settings.toString()).isEqualTo("settings of /var/millrace, keys not shown");
    }

    @Test
    void userAndPasswordMayStandBesideTheUrl() {
        StandaloneSettings settings = settings(Map.of(
                "MILLRACE_CLICKHOUSE_URL", "http://house:9000",
                "MILLRACE_CLICKHOUSE_USER", "app",
                "MILLRACE_CLICKHOUSE_PASSWORD", "secret"));

        assertThat(settings.clickhouse().orElseThrow().application())
                .isEqualTo(new ClickHouseEndpoint("http://house:9000", "millrace", "app", "secret"));
    }

    @Test
    void anUnusableUrlIsNamedButNotShown() {
        assertThatThrownBy(() -> settings(Map.of("MILLRACE_CLICKHOUSE_URL", "jdbc:clickhouse://u:hunter2@house")))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("MILLRACE_CLICKHOUSE_URL is not usable")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> settings(Map.of("MILLRACE_CLICKHOUSE_URL", "http://house/other")))
                .hasMessageContaining("names the database other");
    }

    private static StandaloneSettings settings(Map<String, String> variables) {
        return StandaloneSettings.from(new Env(variables));
    }
}
