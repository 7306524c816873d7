package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.core.settings.Env;
import io.millrace.flink.event.DedupePeriods;
import io.millrace.flink.sink.BlockLimits;
import io.millrace.flink.sink.SpillFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Pins every name and default. */
class EventJobConfigTest {

    private static final ClickHouseEndpoint CLICKHOUSE =
            new ClickHouseEndpoint("http://127.0.0.1:8123", "millrace", "app", "secret");
    private static final SpillFolder SPILL = new SpillFolder("file:///spill");

    @Test
    void defaults() {
        assertThat(EventJobConfig.from(new Env(Map.of()), "127.0.0.1:9092", CLICKHOUSE, SPILL))
                .isEqualTo(new EventJobConfig(
                        "127.0.0.1:9092",
                        CLICKHOUSE,
                        SPILL,
                        new DedupePeriods(Duration.ofHours(24), Duration.ofDays(30)),
                        Duration.ofMinutes(5),
                        new BlockLimits(250_000, 64 << 20, 64 << 10),
                        Duration.ofMillis(900),
                        2));
        assertThat(LocalFlinkConfig.from(new Env(Map.of()), Path.of("/data/flink")))
                .isEqualTo(new LocalFlinkConfig(Path.of("/data/flink"), 2, 256, 32, OptionalInt.empty()));
    }

    @Test
    void everySettingHasItsName() {
        Env env = new Env(Map.of(
                "MILLRACE_DEDUPE_HOURS", "1",
                "MILLRACE_DEDUPE_IMPORT_DAYS", "2",
                "MILLRACE_ALLOWED_LATENESS_SECONDS", "3",
                "MILLRACE_SINK_BLOCK_ROWS", "4",
                "MILLRACE_SINK_BLOCK_MIB", "5",
                "MILLRACE_CHECKPOINT_INTERVAL_MS", "600",
                "MILLRACE_CHECKPOINTS_RETAINED", "7"));

        assertThat(EventJobConfig.from(env, "127.0.0.1:9092", CLICKHOUSE, SPILL))
                .isEqualTo(new EventJobConfig(
                        "127.0.0.1:9092",
                        CLICKHOUSE,
                        SPILL,
                        new DedupePeriods(Duration.ofHours(1), Duration.ofDays(2)),
                        Duration.ofSeconds(3),
                        new BlockLimits(4, 5 << 20, 64 << 10),
                        Duration.ofMillis(600),
                        7));
    }

    @Test
    void everySettingOfTheLocalClusterHasItsName() {
        Env env = new Env(Map.of(
                "MILLRACE_FLINK_PARALLELISM", "3",
                "MILLRACE_FLINK_MANAGED_MIB", "64",
                "MILLRACE_FLINK_NETWORK_MIB", "48",
                "MILLRACE_FLINK_WEB_PORT", "8099"));

        assertThat(LocalFlinkConfig.from(env, Path.of("/data/flink")))
                .isEqualTo(new LocalFlinkConfig(Path.of("/data/flink"), 3, 64, 48, OptionalInt.of(8099)));
    }

    @Test
    void onAClusterClickHouseIsReachedAsTheServicesReachIt() {
        assertThat(EventJobMain.config(new Env(Map.of(
                                "MILLRACE_KAFKA", "kafka:9092",
                                "MILLRACE_CLICKHOUSE_URL", "http://clickhouse:8123",
                                "MILLRACE_FLINK_SPILL_DIR", "file:///state/spill")))
                        .clickhouse())
                .isEqualTo(new ClickHouseEndpoint("http://clickhouse:8123", "millrace", "millrace", ""));
    }

    @Test
    void theSecondJobHasFilesOfItsOwnAndTheSameIdeaOfCopies() {
        Map<String, String> settings = Map.of(
                "MILLRACE_KAFKA", "kafka:9092",
                "MILLRACE_CLICKHOUSE_URL", "http://clickhouse:8123",
                "MILLRACE_FLINK_SPILL_DIR", "file:///spill/",
                "MILLRACE_DEDUPE_HOURS", "1",
                "MILLRACE_CHECKPOINT_INTERVAL_MS", "600");

        AudienceJobConfig audience = AudienceJobMain.config(new Env(settings));

        assertThat(audience.spill().uri()).isEqualTo("file:///spill-audience-job");
        assertThat(audience.dedupe())
                .isEqualTo(EventJobMain.config(new Env(settings)).dedupe());
        assertThat(audience.checkpointInterval()).isEqualTo(Duration.ofMillis(600));
        assertThat(LocalFlinkConfig.forAudience(new Env(Map.of()), Path.of("/data/flink")))
                .isEqualTo(new LocalFlinkConfig(Path.of("/data/flink"), 2, 256, 32, OptionalInt.empty()));
        assertThat(LocalFlinkConfig.forAudience(
                        new Env(Map.of("MILLRACE_FLINK_PARALLELISM", "8", "MILLRACE_AUDIENCE_MANAGED_MIB", "64")),
                        Path.of("/data/flink")))
                .isEqualTo(new LocalFlinkConfig(Path.of("/data/flink"), 8, 64, 256, OptionalInt.empty()));
    }

    @Test
    void aClusterMustBeToldWhereThingsAre() {
        assertThatThrownBy(() -> EventJobMain.config(new Env(Map.of("MILLRACE_KAFKA", "kafka:9092"))))
                .hasMessageContaining("MILLRACE_CLICKHOUSE_URL");
    }
}
