package io.millrace.flink.event;

import io.millrace.core.event.RejectReason;
import io.millrace.flink.arrival.Arrival;
import io.millrace.streams.record.Decision;
import io.millrace.streams.record.DecisionsCodec;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Gathers what was decided about events and lets it go in batches, at the latest a moment after the first of a batch. A
 * batch costs about as much as one event, and an event in it a few bytes. Used by the task's thread.
 */
final class Decisions {

    private static final int BATCH_BYTES = 32 * 1024;
    private static final long MOMENT_MILLIS = 100;

    private final DecisionsCodec.Writer batch = new DecisionsCodec.Writer();
    private final ProcessingTimeService clock;
    private final Consumer<byte[]> out;
    private boolean awaited;

    Decisions(ProcessingTimeService clock, Consumer<byte[]> out) {
        this.clock = clock;
        this.out = out;
    }

    void stored(Arrival arrival) {
        batch.add(arrival.partition(), arrival.offset(), Decision.Outcome.STORED);
        added();
    }

    void duplicate(Arrival arrival) {
        batch.add(arrival.partition(), arrival.offset(), Decision.Outcome.DUPLICATE);
        added();
    }

    void rejected(Arrival arrival, RejectReason reason, String detail) {
        batch.addRejected(arrival.partition(), arrival.offset(), reason, detail);
        added();
    }

    private void added() {
        if (batch.length() > BATCH_BYTES) {
            flush();
        } else if (!awaited) {
            awaited = true;
            clock.registerTimer(clock.getCurrentProcessingTime() + MOMENT_MILLIS, now -> {
                awaited = false;
                flush();
            });
        }
    }

    void flush() {
        if (!batch.isEmpty()) {
            out.accept(batch.take());
        }
    }
}
