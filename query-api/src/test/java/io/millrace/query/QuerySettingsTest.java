package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.settings.Env;
import io.millrace.query.backtest.BacktestSettings;
import io.millrace.query.http.HeavyLimits;
import io.millrace.query.simulate.SimulateSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pins every name and default. */
class QuerySettingsTest {

    private static final SimulateSettings SIMULATE =
            new SimulateSettings(16 * 1024 * 1024, 20_000, 2_000, 2_000, 500, 1_000_000_000, Duration.ofSeconds(60), 2);

    @Test
    void defaults() {
        assertThat(QuerySettings.from(new Env(Map.of())))
                .isEqualTo(new QuerySettings(
                        "127.0.0.1",
                        8090,
                        Duration.ofSeconds(60),
                        2_000_000_000L,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        SIMULATE,
                        new BacktestSettings(1, Duration.ofHours(1), 500_000, 20_000_000_000L),
                        new HeavyLimits(4, 2, 16, Duration.ofSeconds(20)),
                        false));
    }

    @Test
    void names() {
        assertThat(QuerySettings.from(new Env(Map.ofEntries(
                        Map.entry("MILLRACE_HOST", "127.0.0.2"),
                        Map.entry("MILLRACE_API_PORT", "0"),
                        Map.entry("MILLRACE_QUERY_TIMEOUT_MS", "5000"),
                        Map.entry("MILLRACE_QUERY_MEMORY_BYTES_MAX", "50000000"),
                        Map.entry("MILLRACE_SEGMENT_WAIT_MS", "100"),
                        Map.entry("MILLRACE_ALLOWED_LATENESS_SECONDS", "7"),
                        Map.entry("MILLRACE_QUERIES_AT_ONCE_MAX", "8"),
                        Map.entry("MILLRACE_QUERIES_AT_ONCE_PER_WORKSPACE_MAX", "3"),
                        Map.entry("MILLRACE_QUERIES_WAITING_MAX", "0"),
                        Map.entry("MILLRACE_QUERY_WAIT_MS", "50"),
                        Map.entry("MILLRACE_BACKTESTS_AT_ONCE_MAX", "2"),
                        Map.entry("MILLRACE_BACKTEST_TIMEOUT_MS", "100"),
                        Map.entry("MILLRACE_BACKTEST_WAITING_MAX", "3"),
                        Map.entry("MILLRACE_BACKTEST_DISK_BYTES_MAX", "1000000"),
                        Map.entry("MILLRACE_WEBHOOK_ALLOW_PRIVATE", "true")))))
                .isEqualTo(new QuerySettings(
                        "127.0.0.2",
                        0,
                        Duration.ofSeconds(5),
                        50_000_000L,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(7),
                        SIMULATE,
                        new BacktestSettings(2, Duration.ofMillis(100), 3, 1_000_000),
                        new HeavyLimits(8, 3, 0, Duration.ofMillis(50)),
                        true));
    }
}
