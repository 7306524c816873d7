package io.millrace.query.change;

import io.millrace.query.change.ChangeTopic.Read;
import io.millrace.query.http.EventStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stream of changes once for all clients, and hands each what it wants. Starts to read when the first client
 * comes. A client that comes back with a place gets what it missed from a reader of its own, and joins then.
 */
final class ChangeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long PAUSE_AFTER_FAULT_MILLIS = 1_000;
    private static final int CATCHING_UP_AT_ONCE = 4;

    private final String kafka;
    private final boolean early;
    private final Queue<Joining> joining = new ConcurrentLinkedQueue<>();
    private final Set<Subscription> subscriptions = new HashSet<>();
    private final ExecutorService catchUps;
    private final Object starting = new Object();
    private boolean started;
    private volatile boolean closed;

    /** @param from where the client was; empty for a new one */
    private record Joining(ChangeFilter filter, EventStream stream, Optional<Positions> from) {}

    ChangeFeed(String kafka, boolean early) {
        this.kafka = kafka;
        this.early = early;
        this.catchUps = Executors.newFixedThreadPool(CATCHING_UP_AT_ONCE, run -> daemon(run, "changes-catch-up"));
    }

    /** Returns at once; the stream gets its first event when it is part of the feed. */
    void join(ChangeFilter filter, EventStream stream, Optional<Positions> from) {
        joining.add(new Joining(filter, stream, from));
        synchronized (starting) {
            if (!started && !closed) {
                started = true;
                daemon(this::run, early ? "changes-early" : "changes").start();
            }
        }
    }

    private void run() {
        Optional<Positions> at = Optional.empty();
        while (!closed) {
            try (ChangeTopic topic = new ChangeTopic(kafka, early)) {
                if (at.isEmpty()) {
                    at = Optional.of(topic.toEnd());
                } else {
                    topic.to(at.get());
                }
                long beaten = System.nanoTime();
                while (!closed) {
                    for (Joining one = joining.poll(); one != null; one = joining.poll()) {
                        begin(one, at.get());
                    }
                    for (Read read : topic.poll(POLL)) {
                        at = Optional.of(at.get().past(read.partition(), read.offset()));
                        handOut(read, at.get());
                    }
                    subscriptions.removeIf(subscription -> !subscription.isOpen());
                    if (System.nanoTime() - beaten > HEARTBEAT_NANOS) {
                        beaten = System.nanoTime();
                        Positions now = at.get();
                        subscriptions.forEach(
                                subscription -> subscription.heartbeat(Frames.heartbeat(now.or(subscription.from()))));
                    }
                }
            } catch (KafkaException e) {
                LOG.warn("The stream of segment changes cannot be read now", e);
                pause(PAUSE_AFTER_FAULT_MILLIS);
            }
        }
        subscriptions.forEach(subscription -> subscription.cut("the service is stopped"));
    }

    private void begin(Joining one, Positions now) {
        Positions from = one.from().orElse(now);
        Subscription subscription = new Subscription(one.filter(), one.stream(), from);
        subscriptions.add(subscription);
        one.stream().send(Frames.opened(from));
        if (from.reaches(now)) {
            subscription.upToDate();
        } else {
            catchUps.execute(new CatchUp(kafka, early, subscription, now, () -> closed));
        }
    }

    private void handOut(Read read, Positions after) {
        byte @Nullable [] frame = null;
        for (Subscription subscription : List.copyOf(subscriptions)) {
            if (!subscription.wants(read.change(), read.partition(), read.offset())) {
                continue;
            }
            if (after.reaches(subscription.from())) {
                frame = frame == null ? Frames.change(read.change(), after) : frame;
                subscription.happened(frame);
            } else {
                // The client has seen more of some partition than this feed has read yet.
                subscription.happened(Frames.change(read.change(), after.or(subscription.from())));
            }
        }
    }

    private static Thread daemon(Runnable run, String name) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        catchUps.shutdownNow();
    }
}
