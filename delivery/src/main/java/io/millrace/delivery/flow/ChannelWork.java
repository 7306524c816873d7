package io.millrace.delivery.flow;

import dev.failsafe.RateLimiter;
import io.millrace.core.campaign.Channel;
import io.millrace.delivery.channel.Carrier;
import io.millrace.delivery.channel.CarrierException;
import io.millrace.delivery.consent.Standing;
import io.millrace.delivery.outcome.Outcome;
import io.millrace.delivery.outcome.OutcomeLog;
import io.millrace.delivery.outcome.Recorder;
import io.millrace.streams.record.SendRecord;
import io.millrace.streams.record.SendRecordCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each send of one channel to its outcome, with bounded calls at once. Thread-safe. */
final class ChannelWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelWork.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration CLOSE = Duration.ofSeconds(8);
    private static final long CLOSE_LOOK_MILLIS = 10;

    private final Attempt attempt;
    private final Carrier carrier;
    private final Recorder recorder;
    private final OutcomeLog log;
    private final Load load;
    private final Clock clock;
    private final ExecutorService threads;
    private final Targets<Attempt.End> targets;
    private final Optional<RateLimiter<Object>> rate;
    private volatile boolean closed;

    ChannelWork(
            Channel channel,
            Pace pace,
            Attempt attempt,
            Carrier carrier,
            Recorder recorder,
            OutcomeLog log,
            Load load,
            Clock clock) {
        this.attempt = attempt;
        this.carrier = carrier;
        this.recorder = recorder;
        this.log = log;
        this.load = load;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(pace.concurrency(), task -> {
            Thread thread = new Thread(task, "delivery-" + channel.text());
            thread.setDaemon(true);
            return thread;
        });
        this.targets = new Targets<>(pace, load, threads);
        this.rate = pace.perSecond() == 0
                ? Optional.empty()
                : Optional.of(RateLimiter.smoothBuilder(pace.perSecond(), Duration.ofSeconds(1))
                        .build());
    }

    /** Takes a send over; when its outcome is recorded, its offset is done. */
    void begin(Place place, SendRecord send, Standing standing) {
        load.begin();
        go(place, send, standing);
    }

    /** Records a send that is not to be delivered; when that is stored, its offset is done. */
    void skip(Place place, SendRecord send, String reason) {
        load.begin();
        record(place, send, Outcome.skipped(reason, ""));
    }

    /** Where a send stands in the topic. */
    record Place(int partition, long offset, OffsetTracker tracker) {
        boolean lost() {
            return tracker.isLost();
        }
    }

    private void go(Place place, SendRecord send, @Nullable Standing standing) {
        if (closed || place.lost()) {
            load.end();
            return;
        }
        Duration wait = rate.map(RateLimiter::reservePermit).orElse(Duration.ZERO);
        if (!wait.isZero() && wait.compareTo(Duration.ZERO) > 0) {
            later(wait, () -> attempts(place, send, null));
        } else {
            attempts(place, send, standing);
        }
    }

    private void attempts(Place place, SendRecord send, @Nullable Standing standing) {
        // A standing is good for the first attempt alone; by the next one the contact may have left.
        AtomicReference<@Nullable Standing> fresh = new AtomicReference<>(standing);
        try {
            targets.of(carrier.target(send))
                    .call(() -> attempt(place, send, fresh.getAndSet(null)))
                    .whenComplete((end, failure) -> ended(place, send, end, failure));
        } catch (RuntimeException e) {
            // The threads are gone: this stops.
            load.end();
        }
    }

    private Attempt.End attempt(Place place, SendRecord send, @Nullable Standing standing) throws Exception {
        if (closed || place.lost()) {
            throw new InterruptedException("delivery stops");
        }
        load.beginFinish();
        boolean carried = false;
        try {
            Attempt.End end = attempt.run(send, standing);
            carried = end instanceof Attempt.End.Done;
            return end;
        } finally {
            if (!carried) {
                load.endFinish();
            }
        }
    }

    private void ended(Place place, SendRecord send, Attempt.@Nullable End end, @Nullable Throwable failure) {
        if (end instanceof Attempt.End.Done done) {
            record(place, send, done.outcome()).whenComplete((stored, fault) -> load.endFinish());
        } else if (end instanceof Attempt.End.Later later) {
            Duration wait = Duration.between(clock.instant(), later.at());
            later(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait, () -> go(place, send, null));
        } else {
            failed(place, send, failure instanceof CompletionException ? failure.getCause() : failure);
        }
    }

    private void failed(Place place, SendRecord send, @Nullable Throwable failure) {
        if (closed || place.lost() || failure instanceof InterruptedException) {
            load.end();
            return;
        }
        if (!(failure instanceof CarrierException fault)) {
            LOG.error("Send {} of workspace {} failed unexpectedly", send.sendId(), send.workspace(), failure);
            giveUp(place, send, "internal_error", String.valueOf(failure));
            return;
        }
        String detail = String.valueOf(fault.getMessage());
        switch (fault.kind()) {
            case NO_ADDRESS -> record(place, send, Outcome.skipped("no_address", detail));
            case BOUNCED -> record(place, send, Outcome.bounced(fault.reason(), detail));
            case TRANSIENT, DOWN, PERMANENT -> giveUp(place, send, fault.reason(), detail);
        }
    }

    /** The send is kept for people, then recorded as failed. */
    private void giveUp(Place place, SendRecord send, String reason, String detail) {
        String from = place.partition() + "/" + place.offset();
        log.deadLetter(send.key(), SendRecordCodec.encode(send), reason, detail, from)
                .whenComplete((stored, failure) -> {
                    if (failure != null) {
                        LOG.error(
                                "Send {} could not be kept as a dead letter: {}", send.sendId(), failure.getMessage());
                    }
                    record(place, send, Outcome.failed(reason, detail));
                });
    }

    private CompletableFuture<Void> record(Place place, SendRecord send, Outcome outcome) {
        return recorder.record(place.partition(), send, outcome).thenRun(() -> {
            place.tracker().done(place.offset());
            load.end();
        });
    }

    private void later(Duration wait, Runnable task) {
        load.beginWait();
        long millis = Math.max(1, wait.toMillis());
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            load.endWait();
            task.run();
        });
    }

    /** Waits for what is being carried, up to eight seconds; the rest is delivered after the next start. */
    @Override
    public void close() {
        closed = true;
        Instant deadline = Instant.now().plus(CLOSE);
        try {
            while (!load.nothingFinishes() && Instant.now().isBefore(deadline)) {
                Thread.sleep(CLOSE_LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        carrier.close();
    }
}
