package io.millrace.query.backtest;

import io.millrace.core.settings.Env;
import java.time.Duration;

/**
 * How much backtests may need.
 *
 * @param atOnce how many run at the same time in this process, each of another workspace
 * @param time for one, from its beginning
 * @param waitingMax how many contacts may wait at once for a campaign's daily limit or send rate
 * @param diskBytesMax what those may take on disk
 */
public record BacktestSettings(int atOnce, Duration time, int waitingMax, long diskBytesMax) {

    public static BacktestSettings from(Env env) {
        return new BacktestSettings(
                env.integer("MILLRACE_BACKTESTS_AT_ONCE_MAX", 1, 1, 64),
                env.millis(
                        "MILLRACE_BACKTEST_TIMEOUT_MS",
                        Duration.ofHours(1),
                        Duration.ofMillis(100),
                        Duration.ofDays(7)),
                env.integer("MILLRACE_BACKTEST_WAITING_MAX", 500_000, 1, 100_000_000),
                env.number("MILLRACE_BACKTEST_DISK_BYTES_MAX", 20_000_000_000L, 1_000_000L, 1L << 50));
    }
}
