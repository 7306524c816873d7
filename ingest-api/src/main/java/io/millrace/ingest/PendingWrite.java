package io.millrace.ingest;

import io.millrace.ingest.event.ReadEvents;
import io.millrace.streams.EventWriter;
import io.millrace.streams.record.EventRecord;
import io.millrace.streams.record.RejectedRecord;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The records of one request on their way into Kafka; answers when the last is settled, unless that took too long. */
final class PendingWrite implements EventWriter.Outcome {

    private final ReadEvents events;
    private final Accounting accounting;
    private final Reply reply;
    private final Door door;
    private final Runnable settled;
    private final AtomicInteger unsettled;
    private final AtomicInteger failed = new AtomicInteger();
    private volatile @Nullable Exception failure;

    PendingWrite(ReadEvents events, Accounting accounting, Reply reply, Door door, Runnable settled) {
        this.events = events;
        this.accounting = accounting;
        this.reply = reply;
        this.door = door;
        this.settled = settled;
        this.unsettled = new AtomicInteger(events.count());
    }

    void start() {
        for (EventRecord record : events.storable()) {
            door.writer().write(record, this);
        }
        for (RejectedRecord record : events.rejected()) {
            door.writer().write(record, this);
        }
    }

    @Override
    public void settled(@Nullable Exception failureOfOne) {
        if (failureOfOne != null) {
            failure = failureOfOne;
            failed.incrementAndGet();
        }
        if (unsettled.decrementAndGet() == 0) {
            door.offload(this::finish);
        }
    }

    private void finish() {
        int count = events.count();
        int stored = count - failed.get();
        if (stored < count) {
            door.failureLog().failed(count - stored, failure);
        }
        settled.run();
        boolean first = reply.claim();
        if (first && stored == count) {
            accounting.accepted.increment(count);
            accounting.rejected.increment(events.rejected().size());
            answer();
            return;
        }
        accounting.refused.increment(count);
        accounting.unconfirmed.increment(stored);
        if (first) {
            reply.refuse(Refusal.LATE);
        }
    }

    private void answer() {
        if (events.storable().isEmpty()) {
            RejectedRecord one = events.rejected().get(0);
            reply.refuse(Refusal.nothingStorable(one.reason().text() + ": " + one.detail()));
        } else {
            reply.success();
        }
    }
}
