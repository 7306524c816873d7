package io.millrace.query;

import io.millrace.core.settings.Env;
import io.millrace.query.backtest.BacktestSettings;
import io.millrace.query.http.HeavyLimits;
import io.millrace.query.http.Limits;
import io.millrace.query.simulate.SimulateSettings;
import java.time.Duration;
import java.util.Map;

/**
 * Everything that can be set about the query service.
 *
 * @param port 0 for a free one
 * @param queryTimeout what one analytics statement may take in ClickHouse
 * @param queryMemoryBytes what one analytics statement may hold in memory in ClickHouse
 * @param segmentWait how long the answer to a new or edited segment waits until its members are known
 * @param allowedLateness after a minute's end within which an arrival counts as on time; EventJob's setting
 * @param simulate how much one simulation may be
 * @param backtest how much backtests may need
 * @param heavy how many analytics queries and SQL statements run at once
 * @param privateWebhooks whether webhook endpoints may be on private and loopback addresses; delivery's setting
 */
public record QuerySettings(
        String host,
        int port,
        Duration queryTimeout,
        long queryMemoryBytes,
        Duration segmentWait,
        Duration allowedLateness,
        SimulateSettings simulate,
        BacktestSettings backtest,
        HeavyLimits heavy,
        boolean privateWebhooks) {

    public static QuerySettings from(Env env) {
        return new QuerySettings(
                env.text("MILLRACE_HOST", "127.0.0.1"),
                env.port("MILLRACE_API_PORT", 8090),
                env.millis(
                        "MILLRACE_QUERY_TIMEOUT_MS",
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(110)),
                env.number("MILLRACE_QUERY_MEMORY_BYTES_MAX", 2_000_000_000L, 10_000_000L, 1L << 40),
                env.millis("MILLRACE_SEGMENT_WAIT_MS", Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(60)),
                Duration.ofSeconds(env.integer("MILLRACE_ALLOWED_LATENESS_SECONDS", 300, 0, 86_400 * 30)),
                SimulateSettings.from(env),
                BacktestSettings.from(env),
                new HeavyLimits(
                        env.integer("MILLRACE_QUERIES_AT_ONCE_MAX", 4, 1, 1_000),
                        env.integer("MILLRACE_QUERIES_AT_ONCE_PER_WORKSPACE_MAX", 2, 1, 1_000),
                        env.integer("MILLRACE_QUERIES_WAITING_MAX", 16, 0, 30),
                        env.millis(
                                "MILLRACE_QUERY_WAIT_MS",
                                Duration.ofSeconds(20),
                                Duration.ZERO,
                                Duration.ofSeconds(110))),
                env.flag("MILLRACE_WEBHOOK_ALLOW_PRIVATE", false));
    }

    /** The bounds of one statement, as people are told of them. */
    Limits limits() {
        return new Limits(queryTimeout, queryMemoryBytes, Long.MAX_VALUE);
    }

    /** The bounds of one statement, as ClickHouse knows them. */
    Map<String, String> bounds() {
        return Map.of(
                // Ingest goes first where the server may set the niceness of its threads; elsewhere this does nothing.
                "os_threads_nice_value_query", "10",
                "max_execution_time", Long.toString(Math.max(1, queryTimeout.toSeconds())),
                "max_memory_usage", Long.toString(queryMemoryBytes));
    }
}
