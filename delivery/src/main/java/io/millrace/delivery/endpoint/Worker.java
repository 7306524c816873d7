package io.millrace.delivery.endpoint;

import io.millrace.core.definition.WebhookEndpoint;
import io.millrace.streams.definition.WebhookStore;
import io.millrace.streams.record.WebhookDelivery;
import io.millrace.streams.record.WebhookDelivery.Origin;
import io.millrace.streams.record.WebhookDelivery.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the attempts that are due and records what came of each. A stop between call and record means that the call is made
 * once more, under the same id.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final Duration NOT_NOW = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 300;

    private final Parts parts;
    private final RetryPlan plan;
    private final int atOnceMax;
    private final IntPredicate owned;
    private final Semaphore slots;
    private final ExecutorService threads;
    private final Thread dispatcher;
    private volatile boolean closed;

    /** What attempts are made of; none is closed here. */
    record Parts(
            Schedule schedule,
            DeliveryReader reader,
            DeliveryLog log,
            WebhookStore endpoints,
            EndpointCall call,
            Clock clock) {}

    /**
     * @param atOnceMax calls at once to all endpoints together
     * @param owned whether a partition's deliveries are still this instance's
     */
    Worker(Parts parts, RetryPlan plan, int atOnceMax, IntPredicate owned) {
        this.parts = parts;
        this.plan = plan;
        this.atOnceMax = atOnceMax;
        this.owned = owned;
        this.slots = new Semaphore(atOnceMax);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "webhook-endpoints");
            thread.setDaemon(true);
            return thread;
        });
        this.dispatcher = new Thread(this::dispatch, "webhook-endpoints-schedule");
        this.dispatcher.setDaemon(true);
    }

    void start() {
        dispatcher.start();
    }

    private void dispatch() {
        try {
            while (!closed) {
                slots.acquire();
                Schedule.Begun begun = closed ? null : parts.schedule().take(now());
                if (begun == null) {
                    slots.release();
                } else {
                    threads.execute(() -> {
                        try {
                            attempt(begun);
                        } finally {
                            slots.release();
                        }
                    });
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Schedule.Begun begun) {
        Boolean works = null;
        try {
            works = tried(begun);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            Waiting waiting = begun.turn().waiting();
            LOG.warn(
                    "The delivery at offset {} of partition {} cannot be made right now: {}",
                    waiting.offset(),
                    waiting.partition(),
                    e.toString());
            parts.schedule().add(begun.line(), waiting.at(now() + NOT_NOW.toMillis()));
        } finally {
            parts.schedule().ended(begun, works);
        }
    }

    /** Whether the endpoint works; null if no call was made. */
    private @Nullable Boolean tried(Schedule.Begun begun) throws InterruptedException {
        Waiting waiting = begun.turn().waiting();
        Optional<WebhookDelivery> read = waiting.record() == null
                ? parts.reader().read(waiting.partition(), waiting.offset())
                : Optional.of(waiting.record());
        if (read.isEmpty() || !owned.test(waiting.partition())) {
            return null;
        }
        WebhookDelivery last = read.get();
        Origin origin = last.origin();
        Optional<WebhookEndpoint> endpoint = parts.endpoints().get(origin.workspace(), origin.endpoint());
        Optional<String> reason = impossible(last, endpoint, begun.turn().tooLate());
        if (reason.isPresent()) {
            record(begun.line(), waiting.partition(), Step.givenUp(last, reason.get(), now()));
            return null;
        }
        Tried tried = parts.call().run(endpoint.orElseThrow(), last);
        if (tried.gone()) {
            switchOff(origin);
        }
        record(begun.line(), waiting.partition(), Step.after(last, tried, plan, now()));
        return tried.delivered() || tried.gone();
    }

    /** Why no attempt is made. What people ask for is sent to an endpoint that is switched off, too. */
    private static Optional<String> impossible(
            WebhookDelivery last, Optional<WebhookEndpoint> endpoint, boolean tooLate) {
        if (endpoint.isEmpty()) {
            return Optional.of("endpoint_deleted: the endpoint was deleted");
        }
        if (!endpoint.get().active() && last.origin().request().isEmpty()) {
            return Optional.of("endpoint_disabled: the endpoint was switched off");
        }
        return tooLate ? Optional.of("endpoint_down: the endpoint did not work for 24 hours") : Optional.empty();
    }

    private void switchOff(Origin origin) {
        parts.endpoints()
                .change(
                        origin.workspace(),
                        origin.endpoint(),
                        endpoint -> endpoint.active()
                                ? endpoint.disabledAs(
                                        WebhookEndpoint.GONE, parts.clock().instant())
                                : endpoint);
    }

    /** What happened is written until it is stored: what is not recorded would be done again. */
    private void record(String line, int partition, WebhookDelivery step) throws InterruptedException {
        while (true) {
            try {
                long offset = parts.log().write(partition, step).join();
                if (step.state() == State.PENDING && owned.test(partition)) {
                    parts.schedule().add(line, Waiting.on(partition, offset, step, false));
                }
                return;
            } catch (CompletionException e) {
                LOG.warn(
                        "The attempt of delivery {} could not be recorded: {}",
                        step.origin().id(),
                        e.getMessage());
                if (closed) {
                    return;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private long now() {
        return parts.clock().millis();
    }

    /** Begins nothing more and waits for what is being carried, up to three seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            boolean ended = slots.tryAcquire(atOnceMax, CLOSE.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                LOG.warn("Calls to webhook endpoints are broken off; they are made again after the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dispatcher.interrupt();
        threads.shutdownNow();
    }
}
