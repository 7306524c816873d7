package io.millrace.query.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.core.backtest.Backtest;
import io.millrace.core.backtest.BacktestLimitException;
import io.millrace.core.backtest.BacktestPlan;
import io.millrace.core.backtest.BacktestResult;
import io.millrace.core.backtest.WantedEvents;
import io.millrace.query.identity.IdentityStore;
import io.millrace.query.purge.PurgedEvents;
import io.millrace.query.request.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One backtest from its first row to its result, on a thread of its own, which writes down how far it is. */
final class BacktestRun implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BacktestRun.class);

    /** A statement sorts so many rows at most: whoever sends nothing for two minutes is given up. */
    private static final long ROWS_PER_STATEMENT = 20_000_000;

    private static final long SAID_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LOOKED_EVERY = 1_024;

    /** How much of the figure of progress reading takes where the gate's part comes after it. */
    private static final double READ = 0.7;

    private final String workspace;
    private final BacktestPlan plan;
    private final ClickHouseClient client;
    private final BacktestStore store;
    private final BacktestSettings settings;
    private final Map<String, String> bounds;
    private final Clock clock;
    private final long deadline;
    private BacktestStatus status;
    private double readShare = 1;
    private double progress;
    private long total = 1;
    private long read;
    private int step;
    private int looked;
    private long saidAt = System.nanoTime();
    private volatile boolean cancelled;
    private volatile boolean closing;

    /** @param bounds the settings of small statements */
    BacktestRun(
            String workspace,
            BacktestPlan plan,
            BacktestStatus begun,
            ClickHouseClient client,
            BacktestStore store,
            BacktestSettings settings,
            Map<String, String> bounds,
            Clock clock) {
        this.workspace = workspace;
        this.plan = plan;
        this.status = begun;
        this.client = client;
        this.store = store;
        this.settings = settings;
        this.bounds = Map.copyOf(bounds);
        this.clock = clock;
        this.deadline = System.nanoTime() + settings.time().toNanos();
    }

    String id() {
        return status.id();
    }

    /** It ends soon, and writes nothing more. */
    void cancel() {
        cancelled = true;
    }

    /** It ends soon, as interrupted. */
    void close() {
        closing = true;
    }

    /** Ends the run; what is to be written of it is known. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedException() {
            super("the backtest was ended", null, false, false);
        }
    }

    @Override
    public void run() {
        try {
            BacktestResult result = tried();
            status = status.completed(Json.text(BacktestJson.of(result)), clock.instant());
        } catch (EndedException e) {
            status = status.interrupted(clock.instant());
        } catch (BacktestLimitException e) {
            status = status.failed(String.valueOf(e.getMessage()), clock.instant());
        } catch (IOException | RuntimeException e) {
            if (!cancelled && !closing) {
                LOG.warn("Backtest {} of {} failed", status.id(), workspace, e);
            }
            status = closing
                    ? status.interrupted(clock.instant())
                    : status.failed(
                            e instanceof ClickHouseException
                                    ? "the history cannot be read: " + e.getMessage()
                                    : "an error of the service",
                            clock.instant());
        }
        if (!cancelled) {
            // Whoever ends this thread has interrupted what it waited for; the last word is still to be said.
            boolean interrupted = Thread.interrupted();
            say();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private BacktestResult tried() throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));
        Backtest.Limits limits = new Backtest.Limits(folder, settings.waitingMax(), settings.diskBytesMax());
        HistorySql sql = new HistorySql(
                workspace,
                plan.to(),
                WantedEvents.of(plan),
                new IdentityStore(client, bounds).of(workspace),
                PurgedEvents.of(workspace, client));
        Map<String, String> large = settings();
        JsonNode count = client.rows(sql.count(), large).get(0);
        total = Math.max(1, count.path("n").asLong());
        readShare = plan.isGated() ? READ : 1;
        int slices = Math.toIntExact(1 + total / ROWS_PER_STATEMENT);
        try (Backtest backtest = new Backtest(plan, limits, new Pulse())) {
            for (int slice = 0; slice < slices; slice++) {
                client.read(sql.rows(slice, slices), "RowBinary", large, Map.of(), body -> {
                    new HistoryReader(body, () -> read++).readInto(backtest);
                    return true;
                });
            }
            progress = readShare;
            return backtest.finish();
        }
    }

    /** The order is made in ClickHouse, on disk if it does not fit into memory, by threads that step back for others. */
    private Map<String, String> settings() {
        Map<String, String> large = new HashMap<>(bounds);
        large.put("max_execution_time", "0");
        large.put("os_threads_nice_value_query", "15");
        large.put("max_bytes_before_external_sort", "300000000");
        large.put("max_threads", "2");
        large.put("max_block_size", "8192");
        return large;
    }

    private final class Pulse implements Backtest.Pulse {
        @Override
        public void contacts() {
            if (++looked % LOOKED_EVERY == 0) {
                progress = Math.max(progress, readShare * Math.min(1.0, (double) read / total));
                look();
            }
        }

        @Override
        public void slots(long instant) {
            double done = (double) (instant - plan.from()) / Math.max(1, plan.to() - plan.from());
            progress = readShare + (1 - readShare) * Math.min(1, done);
            if (++looked % LOOKED_EVERY == 0) {
                look();
            }
        }
    }

    private void look() {
        if (cancelled || closing) {
            throw new EndedException();
        }
        if (System.nanoTime() > deadline) {
            throw new BacktestLimitException("time", settings.time().toMillis() / 1000.0 + " s");
        }
        if (System.nanoTime() - saidAt >= SAID_EVERY_NANOS) {
            saidAt = System.nanoTime();
            if (store.find(workspace, status.id())
                    .filter(known -> known.state() == BacktestStatus.State.CANCELLED)
                    .isPresent()) {
                cancelled = true;
                throw new EndedException();
            }
            // Not quite 1 before there is a result.
            status = status.running(Math.min(progress, 0.99), clock.instant());
            say();
        }
    }

    private void say() {
        try {
            store.put(workspace, status, ++step);
        } catch (ClickHouseException e) {
            LOG.warn("How far backtest {} of {} is cannot be written: {}", status.id(), workspace, e.getMessage());
        }
    }
}
