package io.millrace.core.backtest;

import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.engine.ExitReason;
import io.millrace.core.campaign.engine.SkipReason;
import java.util.Map;

/**
 * How often a campaign did what. What is not named by a map did not happen.
 *
 * @param heldByQuietHours sends that quiet hours put off to their end; those that they dropped are among the skipped
 * @param waitedForSlot sends that had to wait for the daily limit or the send rate, on the day on which they came due
 * @param calls of servers and notices to people
 */
public record BacktestCounts(
        long entries,
        Map<Channel, Long> sends,
        Map<SkipReason, Long> skipped,
        long heldByQuietHours,
        long waitedForSlot,
        long calls,
        long conversions,
        Map<ExitReason, Long> exits) {

    public BacktestCounts {
        sends = Map.copyOf(sends);
        skipped = Map.copyOf(skipped);
        exits = Map.copyOf(exits);
    }

    public long sent() {
        return sends.values().stream().mapToLong(Long::longValue).sum();
    }

    public long skipped(SkipReason reason) {
        return skipped.getOrDefault(reason, 0L);
    }
}
