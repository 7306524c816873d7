package io.millrace.query.backtest;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.core.backtest.BacktestPlan;
import io.millrace.core.definition.Ids;
import io.millrace.query.request.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs backtests, at most one of a workspace and a few at all, each on a thread that steps back for others. How far they
 * are stands in ClickHouse, so that any instance answers for them and cancels them; one whose instance is gone is told as
 * interrupted. Thread-safe.
 */
final class Backtests implements AutoCloseable {

    private static final long END_MILLIS = 5_000;

    private final ClickHouseClient client;
    private final Map<String, String> bounds;
    private final BacktestStore store;
    private final BacktestSettings settings;
    private final Clock clock;

    /** By workspace. */
    private final Map<String, Running> running = new HashMap<>();

    private record Running(BacktestRun run, Thread thread) {}

    /** @param client is not closed here */
    Backtests(ClickHouseClient client, Map<String, String> bounds, BacktestSettings settings, Clock clock) {
        this.client = client;
        this.bounds = Map.copyOf(bounds);
        this.store = new BacktestStore(client, bounds);
        this.settings = settings;
        this.clock = clock;
    }

    /** Begins one and returns at once; ends the request with 409 or 429 if another one is in its way. */
    synchronized BacktestStatus start(BacktestPlan plan) {
        String workspace = plan.workspace();
        running.values().removeIf(one -> !one.thread().isAlive());
        Instant now = clock.instant();
        Optional<String> other = Optional.ofNullable(running.get(workspace))
                .map(one -> one.run().id())
                .or(() -> store.running(workspace, now.minus(BacktestStatus.SILENCE_MAX)));
        if (other.isPresent()) {
            throw Problem.of(
                            409,
                            "conflict",
                            "the backtest " + other.get() + " of this workspace is running; wait for it or cancel it")
                    .exception();
        }
        if (running.size() >= settings.atOnce()) {
            throw Problem.of(
                            429,
                            "rate_limited",
                            settings.atOnce() + " backtests run at once; start this one when another is over")
                    .exception();
        }
        BacktestStatus begun = new BacktestStatus(
                Ids.backtest(),
                plan.campaign(),
                plan.version(),
                plan.from(),
                plan.to(),
                plan.enrollExisting(),
                BacktestStatus.State.RUNNING,
                "",
                0,
                "",
                now,
                now);
        store.put(workspace, begun, 0);
        BacktestRun run = new BacktestRun(workspace, plan, begun, client, store, settings, bounds, clock);
        Thread thread = new Thread(run, "backtest-" + begun.id());
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.setDaemon(true);
        running.put(workspace, new Running(run, thread));
        thread.start();
        return begun;
    }

    /** Ends the request with 404 if the campaign has no such backtest. */
    BacktestStatus found(String workspace, String campaign, String id) {
        return store.find(workspace, id)
                .filter(status -> status.campaign().equals(campaign))
                .orElseThrow(() -> Problem.notFound("Backtest").exception())
                .told(clock.instant());
    }

    /** Ends one that runs, wherever it does; one that is over stays as it is. */
    BacktestStatus cancel(String workspace, String campaign, String id) {
        BacktestStatus status = found(workspace, campaign, id);
        if (status.state() != BacktestStatus.State.RUNNING) {
            return status;
        }
        store.cancel(workspace, status, clock.instant());
        Running here = running(workspace);
        if (here != null && here.run().id().equals(id)) {
            here.run().cancel();
            here.thread().interrupt();
            join(here.thread());
        }
        return found(workspace, campaign, id);
    }

    private synchronized @Nullable Running running(String workspace) {
        return running.get(workspace);
    }

    private static void join(Thread thread) {
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        running.values().forEach(one -> {
            one.run().close();
            one.thread().interrupt();
        });
        running.values().forEach(one -> join(one.thread()));
    }
}
