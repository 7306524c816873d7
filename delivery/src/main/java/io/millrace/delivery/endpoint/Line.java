package io.millrace.delivery.endpoint;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything that waits for one endpoint, and how the endpoint does. Not thread-safe. */
final class Line {

    /** In a row; then the endpoint is left alone for a while. */
    private static final int FAILURES_MAX = 5;

    private static final Duration PATIENCE = Duration.ofHours(24);

    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparing((Waiting one) -> !one.asked())
                    .thenComparingLong(Waiting::dueAt)
                    .thenComparingLong(Waiting::offset));
    private final CircuitBreaker<Object> breaker;
    private final int atOnceMax;
    private int running;

    /**
     * What is begun now.
     *
     * @param permitted whether the breaker waits to hear what comes of it
     * @param tooLate whether it waited too long for an endpoint that does not work: then it is given up
     */
    record Turn(Waiting waiting, boolean permitted, boolean tooLate) {}

    /** @param openFor how long an endpoint that failed repeatedly gets no calls */
    Line(int atOnceMax, Duration openFor) {
        this.atOnceMax = atOnceMax;
        this.breaker = CircuitBreaker.builder()
                .withFailureThreshold(FAILURES_MAX)
                .withDelay(openFor)
                .withSuccessThreshold(1)
                .build();
    }

    void add(Waiting one) {
        waiting.add(one);
    }

    int size() {
        return waiting.size();
    }

    long bodyBytes() {
        return waiting.stream().mapToLong(Waiting::bytes).sum();
    }

    /** The next one that is due and may be begun; what is asked for goes first and is not held up. */
    @Nullable
    Turn take(long now) {
        Waiting head = waiting.peek();
        if (head == null || head.dueAt() > now) {
            return null;
        }
        if (head.asked()) {
            return taken(false, false);
        }
        if (running >= atOnceMax) {
            return null;
        }
        if (breaker.tryAcquirePermit()) {
            return taken(true, false);
        }
        return now - head.since() > PATIENCE.toMillis() ? taken(false, true) : null;
    }

    private Turn taken(boolean permitted, boolean tooLate) {
        running++;
        return new Turn(waiting.remove(), permitted, tooLate);
    }

    /** A turn ended; {@code works} is whether the endpoint does, null if no call was made. */
    void ended(Turn turn, @Nullable Boolean works) {
        running--;
        if (works == null ? turn.permitted() : works) {
            // Without a call nothing speaks against the endpoint, and the permit must come back.
            breaker.recordSuccess();
        } else if (works != null) {
            breaker.recordFailure();
        }
    }

    void removeIf(Predicate<Waiting> gone) {
        waiting.removeIf(gone);
    }

    /** Whether nothing is known of the endpoint that is worth keeping. */
    boolean idle() {
        return waiting.isEmpty() && running == 0 && breaker.isClosed();
    }
}
