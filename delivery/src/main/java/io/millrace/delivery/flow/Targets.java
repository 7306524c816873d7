package io.millrace.delivery.flow;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Policy;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import io.millrace.delivery.channel.CarrierException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * Attempts, by target: repeated with growing delays, not begun while the target is known to be down or busy. Thread-safe.
 *
 * @param <R> what an attempt ends in
 */
final class Targets<R> {

    private static final int TARGETS_MAX = 5_000;
    private static final double JITTER = 0.2;
    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    private final Pace pace;
    private final Load load;
    private final ExecutorService threads;
    private final Map<String, Target<R>> targets = Collections.synchronizedMap(new Recent<>());

    Targets(Pace pace, Load load, ExecutorService threads) {
        this.pace = pace;
        this.load = load;
        this.threads = threads;
    }

    /** Forgets targets that were not called for long. */
    private static final class Recent<R> extends LinkedHashMap<String, Target<R>> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Target<R>> eldest) {
            return size() > TARGETS_MAX;
        }
    }

    /**
     * Where calls go. The room is a semaphore around each call: Failsafe's bulkhead, asked without blocking, loses a permit
     * that is given back in the very moment in which whoever waited for it gives up.
     */
    record Target<R>(FailsafeExecutor<R> repeating, FailsafeExecutor<R> watched, Semaphore room) {

        /** The end of the attempt that was the last. */
        CompletableFuture<R> call(CheckedSupplier<R> attempt) {
            return repeating.getAsync(() -> inRoom(attempt));
        }

        private R inRoom(CheckedSupplier<R> attempt) throws Throwable {
            if (!room.tryAcquire()) {
                throw new BusyException();
            }
            try {
                return watched.get(attempt);
            } catch (FailsafeException e) {
                throw e.getCause() == null ? e : e.getCause();
            } finally {
                room.release();
            }
        }
    }

    /** As many calls as may be at once are under way. */
    private static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("the target is busy", null, false, false);
        }
    }

    Target<R> of(String target) {
        return targets.computeIfAbsent(target, unknown -> target());
    }

    private Target<R> target() {
        CircuitBreaker<R> breaker = CircuitBreaker.<R>builder()
                .handleIf(failure ->
                        failure instanceof CarrierException fault && fault.kind() == CarrierException.Kind.DOWN)
                .withFailureThreshold(Pace.FAILURES_MAX)
                .withDelay(pace.openFor())
                // One call looks whether it works again; without this it would be as many as failures are allowed.
                .withSuccessThreshold(1)
                .build();
        return new Target<>(
                Failsafe.<R>with(List.<Policy<R>>of(attempts(), notNow())).with(threads),
                Failsafe.with(breaker),
                new Semaphore(pace.perTarget()));
    }

    private RetryPolicy<R> attempts() {
        return RetryPolicy.<R>builder()
                .handleIf(failure -> failure instanceof CarrierException fault && fault.passes())
                .withMaxAttempts(pace.attempts())
                .withBackoff(pace.firstDelay(), pace.maxDelay())
                .withJitter(JITTER)
                .withDelayFnOn(this::askedDelay, CarrierException.class)
                .onRetryScheduled(scheduled -> load.beginWait())
                .onRetry(retry -> load.endWait())
                .build();
    }

    /** What the other side asked for; negative leaves it to the backoff. */
    private Duration askedDelay(ExecutionContext<R> context) {
        return context.getLastException() instanceof CarrierException fault
                ? fault.retryAfter()
                        .map(asked -> asked.compareTo(pace.maxDelay()) > 0 ? pace.maxDelay() : asked)
                        .orElse(Duration.ofNanos(-1))
                : Duration.ofNanos(-1);
    }

    private RetryPolicy<R> notNow() {
        return RetryPolicy.<R>builder()
                .handle(CircuitBreakerOpenException.class, BusyException.class, NotNowException.class)
                .withMaxAttempts(-1)
                .withDelay(BUSY)
                .withJitter(JITTER)
                .withDelayFn(Targets::until)
                .onRetryScheduled(scheduled -> load.beginWait())
                .onRetry(retry -> load.endWait())
                .build();
    }

    private static <R> Duration until(ExecutionContext<R> context) {
        Throwable last = context.getLastException();
        if (last instanceof CircuitBreakerOpenException open) {
            Duration remaining = open.getCircuitBreaker().getRemainingDelay();
            Duration bounded = remaining.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : remaining;
            return bounded.compareTo(BUSY) < 0 ? BUSY : bounded;
        }
        return last instanceof NotNowException ? Duration.ofSeconds(1) : BUSY;
    }
}
