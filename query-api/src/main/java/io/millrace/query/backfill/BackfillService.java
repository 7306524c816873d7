package io.millrace.query.backfill;

import io.millrace.clickhouse.ClickHouseClient;
import io.millrace.clickhouse.ClickHouseEndpoint;
import io.millrace.clickhouse.ClickHouseUnavailableException;
import io.millrace.core.definition.Ids;
import io.millrace.query.backfill.BackfillRun.AbandonedException;
import io.millrace.streams.definition.Definitions;
import io.millrace.streams.definition.Definitions.VersionConflictException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices segments and campaigns whose conditions are new and brings their past in, one after the other, the oldest first. Several
 * instances share the work: each takes what no other has been heard to work on for ten seconds; if two do the same, it is
 * done twice and harms nothing. What fails is tried again, later and later, up to half a minute apart, and the segment
 * says why.
 */
public final class BackfillService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackfillService.class);
    private static final long LOOK_MILLIS = 100;
    private static final long HEARD_OF_MILLIS = 10_000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final Duration END = Duration.ofSeconds(5);

    private final String owner = Ids.request();
    private final Backfills backfills;
    private final StoredEvents events;
    private final JobsProgress jobs;
    private final String kafka;
    private final ClickHouseClient client;
    private final Map<String, Failure> failures = new HashMap<>();
    private final Thread thread;
    private volatile boolean closing;

    /** @param nextTry in nanoseconds as {@link System#nanoTime} counts */
    private record Failure(int times, long nextTry) {}

    private BackfillService(
            Definitions definitions, ConditionReader conditions, String kafka, ClickHouseClient client) {
        this.backfills = new Backfills(definitions, conditions, owner);
        this.events = new StoredEvents(client);
        this.jobs = new JobsProgress(kafka, client);
        this.kafka = kafka;
        this.client = client;
        this.thread = new Thread(this::loop, "backfill");
        thread.setDaemon(true);
    }

    /**
     * Begins to look for work, and returns at once.
     *
     * @param kafka the bootstrap address
     */
    public static BackfillService start(Definitions definitions, String kafka, ClickHouseEndpoint clickhouse) {
        return start(definitions, new RuleConditions(), kafka, new ClickHouseClient(clickhouse));
    }

    /** @param client becomes this service's own */
    static BackfillService start(
            Definitions definitions, ConditionReader conditions, String kafka, ClickHouseClient client) {
        BackfillService service = new BackfillService(definitions, conditions, kafka, client);
        service.thread.start();
        return service;
    }

    private void loop() {
        while (!closing) {
            try {
                backfills.note();
                next().ifPresent(this::run);
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("Definitions cannot be looked through now", e);
                pauseAfterFault();
            }
        }
    }

    private Optional<Work> next() {
        long now = System.currentTimeMillis();
        return backfills.open().stream()
                .filter(work ->
                        work.status().owner().equals(owner) || now - backfills.writtenAt(work) > HEARD_OF_MILLIS)
                .filter(work -> {
                    Failure failure = failures.get(name(work));
                    return failure == null || System.nanoTime() - failure.nextTry() > 0;
                })
                .findFirst();
    }

    private void run(Work work) {
        try {
            new BackfillRun(backfills, events, jobs, kafka, () -> closing, work).run();
            failures.remove(name(work));
        } catch (AbandonedException | VersionConflictException e) {
            LOG.info("Left the back-fill of {} version {}: {}", work.segment(), work.version(), e.getMessage());
        } catch (RuntimeException e) {
            if (!closing) {
                failed(work, e);
            }
        }
    }

    private void failed(Work work, RuntimeException thrown) {
        int times = failures.getOrDefault(name(work), new Failure(0, 0)).times() + 1;
        long pause = Math.min(LONGEST_PAUSE_MILLIS, 500L << Math.min(times, 10));
        failures.put(name(work), new Failure(times, System.nanoTime() + pause * 1_000_000));
        String message = "The back-fill of " + work.segment() + " version " + work.version() + " is tried again in "
                + pause + " ms: " + thrown.getMessage();
        if (thrown instanceof ClickHouseUnavailableException || thrown instanceof BackfillException) {
            LOG.warn(message);
        } else {
            LOG.warn(message, thrown);
        }
        // What another instance or an earlier step wrote is what the error is added to.
        backfills.open().stream()
                .filter(open -> name(open).equals(name(work)))
                .findFirst()
                .ifPresent(open ->
                        backfills.progressed(open, open.status().progress(), String.valueOf(thrown.getMessage())));
    }

    private static String name(Work work) {
        return work.workspace() + '/' + work.segment() + '/' + work.version();
    }

    private void pauseAfterFault() {
        try {
            Thread.sleep(LOOK_MILLIS * 10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the run, which another instance or the next start begins again. */
    @Override
    public void close() {
        closing = true;
        try {
            // Left to itself it ends between two steps; a step that takes long is broken off.
            thread.join(END.toMillis());
            thread.interrupt();
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        jobs.close();
        client.close();
    }
}
