package io.millrace.query.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.query.http.EventStream;
import io.millrace.query.live.LiveEvent.Place;
import io.millrace.query.stream.EventFrame;
import io.millrace.query.stream.ReaderThread;
import io.millrace.streams.Topics;
import io.millrace.streams.record.Decision;
import io.millrace.streams.record.DecisionsCodec;
import io.millrace.streams.record.EventRecordCodec;
import io.millrace.streams.record.RecordKind;
import io.millrace.streams.record.RejectedRecord;
import io.millrace.streams.record.RejectedRecordCodec;
import io.millrace.streams.record.UnreadableRecordException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of events once for all clients while there are any, and hands each client what it wants once it is
 * decided. An event that waits for its decision for long is shown as pending and, decided, once more.
 */
final class LiveFeed implements AutoCloseable {

    static final String ACCEPTED = "accepted";
    static final String DUPLICATE = "duplicate";
    static final String REJECTED = "rejected";
    static final String PENDING = "pending";

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Queue<LiveSubscription> joining = new ConcurrentLinkedQueue<>();
    private final Set<LiveSubscription> subscriptions = new HashSet<>();
    private final ReaderThread reader;

    LiveFeed(String kafka) {
        this.reader = new ReaderThread(
                "live",
                () -> new Reading(LiveTopics.open(kafka)),
                () -> !joining.isEmpty() || !subscriptions.isEmpty(),
                () -> subscriptions.forEach(subscription -> subscription.end("the service is stopped")));
    }

    /** Returns at once; the stream gets its first event when it is part of the feed. */
    void join(LiveFilter filter, EventStream stream) {
        joining.add(new LiveSubscription(filter, stream));
        reader.need();
    }

    /** From the ends of the topics on. */
    private final class Reading implements ReaderThread.Source {

        private final LiveTopics topics;
        private final Undecided undecided = new Undecided();

        Reading(LiveTopics topics) {
            this.topics = topics;
            for (int partition = 0; partition < Topics.EVENTS_PARTITIONS; partition++) {
                undecided.begin(partition, topics.position(partition));
            }
            // Whoever was there before missed what came between the fault and now.
            subscriptions.forEach(subscription -> subscription.about(EventFrame.named(
                    "gap",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("reason", "events could not be read for a moment; the lists have them"))));
        }

        @Override
        public void read() {
            for (LiveSubscription one = joining.poll(); one != null; one = joining.poll()) {
                subscriptions.add(one);
                one.about(EventFrame.bytes("retry: 1000\nevent: open\ndata: {}\n\n"));
            }
            for (ConsumerRecord<byte[], byte[]> record : topics.poll(POLL)) {
                take(record);
            }
            undecided.overdue(System.nanoTime()).forEach(event -> handOut(event, PENDING, "", ""));
            long forgotten = undecided.takeForgotten();
            if (forgotten > 0) {
                subscriptions.forEach(subscription -> subscription.missed(forgotten));
            }
            subscriptions.removeIf(subscription -> !subscription.isOpen());
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            try {
                switch (record.topic()) {
                    case Topics.EVENTS -> event(record);
                    case Topics.REJECTED -> rejected(record);
                    case Topics.EVENT_DECISIONS ->
                        DecisionsCodec.decode(record.value())
                                .forEach(decision -> undecided.decided(decision).ifPresent(this::handOut));
                    default -> throw new IllegalStateException("topic " + record.topic() + " is not asked for");
                }
            } catch (UnreadableRecordException e) {
                // EventJob keeps it and counts it; it belongs to no workspace, so nobody watches it.
                LOG.debug(
                        "Skipped the record at offset {} of partition {} of {}: it {}",
                        record.offset(),
                        record.partition(),
                        record.topic(),
                        e.getMessage());
            }
        }

        private void event(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
            LiveEvent event = EventRecordCodec.kind(record.value()) == RecordKind.EVENT ? wanted(record) : null;
            if (event == null) {
                undecided.passed(record.partition(), record.offset());
            } else {
                undecided.arrived(event, System.nanoTime()).ifPresent(this::handOut);
            }
        }

        private @Nullable LiveEvent wanted(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
            LiveEvent event = LiveEvent.of(EventRecordCodec.decode(record.value()), place(record), record.timestamp());
            return subscriptions.stream()
                            .anyMatch(subscription -> subscription.filter().lets(event))
                    ? event
                    : null;
        }

        private void rejected(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
            RejectedRecord rejected = RejectedRecordCodec.decode(record.value());
            LiveEvent event = LiveEvent.of(rejected, place(record), record.timestamp());
            handOut(event, REJECTED, rejected.reason().text(), rejected.detail());
        }

        private void handOut(Undecided.Decided decided) {
            Decision decision = decided.decision();
            switch (decision.outcome()) {
                case STORED -> handOut(decided.event(), ACCEPTED, "", "");
                case DUPLICATE -> handOut(decided.event(), DUPLICATE, "", "");
                case REJECTED ->
                    handOut(
                            decided.event(),
                            REJECTED,
                            decision.reason() == null ? "" : decision.reason().text(),
                            decision.detail());
            }
        }

        private void handOut(LiveEvent event, String outcome, String reason, String detail) {
            byte @Nullable [] frame = null;
            for (LiveSubscription subscription : List.copyOf(subscriptions)) {
                LiveFilter filter = subscription.filter();
                if (filter.letsOutcome(outcome) && filter.lets(event)) {
                    frame = frame == null ? EventFrame.data(event.json(outcome, reason, detail)) : frame;
                    subscription.send(frame);
                }
            }
        }

        @Override
        public void heartbeat() {
            subscriptions.forEach(subscription -> subscription.about(EventFrame.comment("nothing new")));
        }

        @Override
        public void close() {
            topics.close();
        }
    }

    private static Place place(ConsumerRecord<byte[], byte[]> record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    @Override
    public void close() {
        reader.close();
    }
}
