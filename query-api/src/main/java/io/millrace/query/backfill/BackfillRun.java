package io.millrace.query.backfill;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the past into one version of a segment: waits until everything before the cut is stored, writes it as seeds,
 * waits until a checkpoint of the job holds them, and says so, by which the version comes into force. Interrupted
 * anywhere it is run again as a whole, and the seeds replace what an earlier run wrote.
 */
final class BackfillRun {

    private static final Logger LOG = LoggerFactory.getLogger(BackfillRun.class);
    private static final long SAID_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long POLL_MILLIS = 100;
    private static final int LOOKED_UP_EVERY = 4_096;

    /** How much of the figure of progress each phase takes; reading is most of the time. */
    private static final double STORED = 0.1;

    private static final double WRITTEN = 0.8;

    private final Backfills backfills;
    private final StoredEvents events;
    private final JobsProgress jobs;
    private final String kafka;
    private final BooleanSupplier closing;
    private Work work;
    private long saidAt = System.nanoTime();

    BackfillRun(
            Backfills backfills,
            StoredEvents events,
            JobsProgress jobs,
            String kafka,
            BooleanSupplier closing,
            Work work) {
        this.backfills = backfills;
        this.events = events;
        this.jobs = jobs;
        this.kafka = kafka;
        this.closing = closing;
        this.work = work;
    }

    /** The segment was edited or deleted, or this instance ends: the run has no purpose any more. */
    static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AbandonedException(String message) {
            super(message, null, false, false);
        }
    }

    void run() {
        long begin = System.nanoTime();
        work = backfills.begun(work);
        if (!work.missing().isEmpty()) {
            awaitStored();
            try (SeedTopic seeds = new SeedTopic(kafka)) {
                long read = write(seeds);
                awaitRead(seeds.ends());
                LOG.info(
                        "Brought {} events into {} of {} in {} ms",
                        read,
                        work.segment(),
                        work.workspace(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            }
        }
        goOn();
        backfills.done(work);
    }

    private void awaitStored() {
        long cut = work.missing().stream().mapToLong(work::liveFrom).max().orElse(0);
        Map<Integer, Long> ends = jobs.eventsBefore(cut);
        long first = jobs.unstored(ends);
        for (long left = first; left > 0; left = jobs.unstored(ends)) {
            say(STORED * (first - Math.min(first, left)) / first);
            pause();
        }
    }

    private long write(SeedTopic seeds) {
        long total = Math.max(1, events.count(work));
        Seeder seeder = new Seeder(work, seeds::write);
        long[] read = {0};
        events.read(work, event -> {
            seeder.take(event);
            if (++read[0] % LOOKED_UP_EVERY == 0) {
                say(STORED + WRITTEN * Math.min(1, (double) read[0] / total));
            }
        });
        seeder.finish();
        return read[0];
    }

    private void awaitRead(Map<Integer, Long> ends) {
        long first = jobs.unreadSeeds(ends);
        for (long left = first; left > 0; left = jobs.unreadSeeds(ends)) {
            double done = (double) (first - Math.min(first, left)) / first;
            say(STORED + WRITTEN + (1 - STORED - WRITTEN) * done * 0.99);
            pause();
        }
    }

    /** Once a second; also finds out whether to go on. */
    private void say(double progress) {
        if (closing.getAsBoolean()) {
            throw new AbandonedException("this instance ends");
        }
        if (System.nanoTime() - saidAt >= SAID_EVERY_NANOS) {
            saidAt = System.nanoTime();
            goOn();
            work = backfills.progressed(work, progress, "");
        }
    }

    private void goOn() {
        if (!backfills.wanted(work)) {
            throw new AbandonedException("the segment was edited or deleted");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AbandonedException("interrupted");
        }
    }
}
