package io.millrace.query.purge;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.ClickHouseException;
import io.millrace.core.settings.Env;
import io.millrace.streams.definition.Access;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.SettingsStore;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is not to be kept, on a thread of its own: contacts for which it was asked within seconds, and once an hour
 * what has grown too old or has come back. What fails is tried again with the next round.
 */
public final class RemovalService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemovalService.class);
    private static final long LOOK_MILLIS = 2_000;

    /** Jobs look at the marks each second before they insert, and an insert takes its time. */
    private static final Duration MARKS_KNOWN = Duration.ofSeconds(3);

    private static final long LONG_ROUND_NANOS = Duration.ofHours(1).toNanos();

    private final ClickHouseClient client;
    private final Purger purger;
    private final Retention retention;
    private final Thread thread;
    private volatile boolean closing;
    private long nextLongRound = System.nanoTime();

    private RemovalService(
            Definitions definitions, Access access, ClickHouseClient client, Duration purgeAfter, Clock clock) {
        this.client = client;
        this.purger = new Purger(client, purgeAfter, MARKS_KNOWN, clock, () -> closing);
        this.retention = new Retention(
                client, access, new SettingsStore(definitions), new RowRemoval(client, () -> closing), clock);
        this.thread = new Thread(this::loop, "removal");
        thread.setDaemon(true);
    }

    /**
     * Begins, and returns at once.
     *
     * @param env {@code MILLRACE_PURGE_AFTER_DAYS} (30) after its deletion a contact is purged
     */
    public static RemovalService start(Definitions definitions, Access access, ClickHouseEndpoint clickhouse, Env env) {
        RemovalService service = new RemovalService(
                definitions,
                access,
                new ClickHouseClient(clickhouse),
                Duration.ofDays(env.integer("MILLRACE_PURGE_AFTER_DAYS", 30, 1, 36_500)),
                Clock.systemUTC());
        service.thread.start();
        return service;
    }

    private void loop() {
        while (!closing) {
            try {
                round();
            } catch (ClickHouseException e) {
                if (!closing) {
                    LOG.warn("What is not to be kept cannot be removed now: {}", e.getMessage());
                }
            } catch (RuntimeException e) {
                LOG.error("What is not to be kept cannot be removed now", e);
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void round() {
        boolean longRound = System.nanoTime() - nextLongRound >= 0;
        if (longRound) {
            nextLongRound = System.nanoTime() + LONG_ROUND_NANOS;
            purger.askForOld();
            purger.sweepReturned();
            retention.sweep();
        }
        purger.sweep();
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
