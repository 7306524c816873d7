package io.millrace.query.change;

import io.millrace.query.change.ChangeTopic.Read;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one client what happened between where it was and where the feed was when it came; then it is live. */
final class CatchUp implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long ROOM_POLL_MILLIS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String kafka;
    private final boolean early;
    private final Subscription subscription;
    private final Positions until;
    private final BooleanSupplier closed;

    CatchUp(String kafka, boolean early, Subscription subscription, Positions until, BooleanSupplier closed) {
        this.kafka = kafka;
        this.early = early;
        this.subscription = subscription;
        this.until = until;
        this.closed = closed;
    }

    @Override
    public void run() {
        try (ChangeTopic topic = new ChangeTopic(kafka, early)) {
            if (topic.to(subscription.from())) {
                subscription.past(Frames.gap());
            }
            Positions at = topic.positions();
            while (!at.reaches(until) && goesOn()) {
                for (Read read : topic.poll(POLL)) {
                    at = at.past(read.partition(), read.offset());
                    // From there on the feed itself brings it.
                    if (read.offset() < until.of(read.partition())
                            && subscription.wants(read.change(), read.partition(), read.offset())) {
                        // What was read beyond the end is not sent from here, so no id may be past it.
                        send(Frames.change(read.change(), at.and(until).or(subscription.from())));
                    }
                }
                // Ends of transactions are records too, which nobody sees.
                at = topic.positions();
            }
            subscription.upToDate();
        } catch (KafkaException e) {
            LOG.warn("A client of the stream of segment changes cannot be brought up to date", e);
            subscription.cut("the past cannot be read now; come back with the last id");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean goesOn() {
        return subscription.isOpen() && !closed.getAsBoolean();
    }

    private void send(byte[] frame) throws InterruptedException {
        long begin = System.nanoTime();
        while (!subscription.past(frame) && goesOn()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                subscription.cut("the client reads too slowly; come back with the last id");
                return;
            }
            Thread.sleep(ROOM_POLL_MILLIS);
        }
    }
}
