package io.millrace.query.change;

import io.millrace.query.change.ChangeTopic.Read;
import io.millrace.query.http.EventStream;
import io.millrace.query.stream.ReaderThread;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream of changes once for all clients, and hands each what it wants. Starts to read when the first client
 * comes. A client that comes back with a place gets what it missed from a reader of its own, and joins then.
 */
final class ChangeFeed implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int CATCHING_UP_AT_ONCE = 4;

    private final String kafka;
    private final boolean early;
    private final Queue<Joining> joining = new ConcurrentLinkedQueue<>();
    private final Set<Subscription> subscriptions = new HashSet<>();
    private final ExecutorService catchUps;
    private final ReaderThread reader;

    /** Where the reader is; its thread's alone, or that of the one after it. */
    private Optional<Positions> at = Optional.empty();

    /** @param from where the client was; empty for a new one */
    private record Joining(ChangeFilter filter, EventStream stream, Optional<Positions> from) {}

    ChangeFeed(String kafka, boolean early) {
        this.kafka = kafka;
        this.early = early;
        this.catchUps = Executors.newFixedThreadPool(CATCHING_UP_AT_ONCE, run -> daemon(run, "changes-catch-up"));
        this.reader = new ReaderThread(
                early ? "changes-early" : "changes",
                () -> Reading.open(this),
                // Once read, it is read on: a client that comes back finds its place without a reader of its own.
                () -> true,
                () -> subscriptions.forEach(subscription -> subscription.cut("the service is stopped")));
    }

    /** Returns at once; the stream gets its first event when it is part of the feed. */
    void join(ChangeFilter filter, EventStream stream, Optional<Positions> from) {
        joining.add(new Joining(filter, stream, from));
        reader.need();
    }

    /** The reading of the topic, from where the one before it was. */
    private final class Reading implements ReaderThread.Source {

        private final ChangeTopic topic = new ChangeTopic(kafka, early);

        static Reading open(ChangeFeed feed) {
            Reading reading = feed.new Reading();
            try {
                reading.seek();
                return reading;
            } catch (KafkaException e) {
                reading.close();
                throw e;
            }
        }

        private void seek() {
            if (at.isEmpty()) {
                at = Optional.of(topic.toEnd());
            } else {
                topic.to(at.get());
            }
        }

        @Override
        public void read() {
            Positions now = at.orElseThrow();
            for (Joining one = joining.poll(); one != null; one = joining.poll()) {
                begin(one, now);
            }
            for (Read read : topic.poll(POLL)) {
                now = now.past(read.partition(), read.offset());
                at = Optional.of(now);
                handOut(read, now);
            }
            subscriptions.removeIf(subscription -> !subscription.isOpen());
        }

        @Override
        public void heartbeat() {
            Positions now = at.orElseThrow();
            subscriptions.forEach(
                    subscription -> subscription.heartbeat(Frames.heartbeat(now.or(subscription.from()))));
        }

        @Override
        public void close() {
            topic.close();
        }
    }

    private void begin(Joining one, Positions now) {
        Positions from = one.from().orElse(now);
        Subscription subscription = new Subscription(one.filter(), one.stream(), from);
        subscriptions.add(subscription);
        one.stream().send(Frames.opened(from));
        if (from.reaches(now)) {
            subscription.upToDate();
        } else {
            catchUps.execute(new CatchUp(kafka, early, subscription, now, reader::isClosed));
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

    @Override
    public void close() {
        reader.close();
        catchUps.shutdownNow();
    }
}
