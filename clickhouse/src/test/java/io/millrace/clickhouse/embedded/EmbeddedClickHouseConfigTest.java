package io.millrace.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.settings.Env;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedClickHouseConfigTest {

    private static final Path DATA = Path.of("/data/clickhouse");

    @Test
    void theDefaultsAreFreePortsAndABoundOf1200Megabytes() {
        EmbeddedClickHouseConfig config =
                EmbeddedClickHouseConfig.from(new Env(Map.of("MILLRACE_CHDB_DIR", "/lib/chdb")), DATA);

        assertThat(config.dataDir()).isEqualTo(DATA);
        assertThat(config.libraryDir()).isEqualTo(Path.of("/lib/chdb"));
        assertThat(config.httpPort()).isZero();
        assertThat(config.tcpPort()).isZero();
        assertThat(config.memoryBytes()).isEqualTo(1_200_000_000L);
    }

    @Test
    void everySettingHasAName() {
        EmbeddedClickHouseConfig config = EmbeddedClickHouseConfig.from(
                new Env(Map.of(
                        "MILLRACE_CLICKHOUSE_HTTP_PORT", "8123",
                        "MILLRACE_CLICKHOUSE_TCP_PORT", "9000",
                        "MILLRACE_CLICKHOUSE_MEMORY_MB", "4000")),
                DATA);

        assertThat(config.httpPort()).isEqualTo(8123);
        assertThat(config.tcpPort()).isEqualTo(9000);
        assertThat(config.memoryBytes()).isEqualTo(4_000_000_000L);
    }

    @Test
    void tooLittleMemoryIsRefused() {
        assertThatThrownBy(() ->
                        EmbeddedClickHouseConfig.from(new Env(Map.of("MILLRACE_CLICKHOUSE_MEMORY_MB", "100")), DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MILLRACE_CLICKHOUSE_MEMORY_MB");
    }
}
