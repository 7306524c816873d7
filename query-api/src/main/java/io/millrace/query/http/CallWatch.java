package io.millrace.query.http;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.clickhouse.Sql;
import io.millrace.clickhouse.StatementListener;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the statements of calls whose client has gone: a watched call's connection is looked at four times a second, and
 * when it is closed, what runs for it in ClickHouse is killed and nothing more is begun. Statements belong to the call of
 * the thread that runs them. Thread-safe.
 */
public final class CallWatch implements StatementListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Consumer<String> kill;
    private final ThreadLocal<@Nullable WatchedCall> ofThread = new ThreadLocal<>();
    private final Set<WatchedCall> calls = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock;

    /** @param kill ends the statement of an id, if it runs; called on a thread of this watch */
    public CallWatch(Consumer<String> kill) {
        this.kill = kill;
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "client-watch");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Ends statements in ClickHouse.
     *
     * @param killer may end those of all users that are watched; it tells this watch nothing and is not closed here
     */
    public static CallWatch over(ClickHouseClient killer) {
        return new CallWatch(queryId ->
                killer.execute(new Sql("KILL QUERY WHERE query_id = {id:String} ASYNC", Map.of("id", queryId))));
    }

    /** Watches the call that this thread is answering until the watched call is closed, by this thread. */
    WatchedCall watch() {
        WatchedCall call = new WatchedCall(Peer.ofThisThread(), this::forget);
        ofThread.set(call);
        calls.add(call);
        return call;
    }

    private void forget(WatchedCall call) {
        calls.remove(call);
        ofThread.remove();
    }

    @Override
    public void begun(String queryId) {
        WatchedCall call = ofThread.get();
        if (call != null) {
            call.begun(queryId);
        }
    }

    @Override
    public void ended(String queryId) {
        WatchedCall call = ofThread.get();
        if (call != null) {
            call.ended(queryId);
        }
    }

    private void look() {
        for (WatchedCall call : calls) {
            try {
                // Asked again each time: a statement may have been on its way as the first was killed.
                if (call.clientLeft()) {
                    call.running().forEach(this::kill);
                }
            } catch (RuntimeException e) {
                LOG.warn("a client cannot be watched", e);
            }
        }
    }

    private void kill(String queryId) {
        try {
            kill.accept(queryId);
        } catch (ClickHouseException e) {
            LOG.warn("statement {} of a client that has gone cannot be ended: {}", queryId, e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
