package io.millrace.core.backtest;

import io.millrace.core.campaign.Channel;
import io.millrace.core.campaign.engine.ExitReason;
import io.millrace.core.campaign.engine.SkipReason;
import java.util.EnumMap;
import java.util.Map;

/** Counts what happens in one day, or in all. Used by one thread. */
final class Tally {

    long entries;
    long held;
    long waited;
    long calls;
    long conversions;
    private final Map<Channel, Long> sends = new EnumMap<>(Channel.class);
    private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
    private final Map<ExitReason, Long> exits = new EnumMap<>(ExitReason.class);

    void sent(Channel channel) {
        sends.merge(channel, 1L, Long::sum);
    }

    void skipped(SkipReason reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    void exited(ExitReason reason) {
        exits.merge(reason, 1L, Long::sum);
    }

    void add(Tally other) {
        entries += other.entries;
        held += other.held;
        waited += other.waited;
        calls += other.calls;
        conversions += other.conversions;
        other.sends.forEach((channel, n) -> sends.merge(channel, n, Long::sum));
        other.skipped.forEach((reason, n) -> skipped.merge(reason, n, Long::sum));
        other.exits.forEach((reason, n) -> exits.merge(reason, n, Long::sum));
    }

    BacktestCounts counts() {
        return new BacktestCounts(entries, sends, skipped, held, waited, calls, conversions, exits);
    }
}
