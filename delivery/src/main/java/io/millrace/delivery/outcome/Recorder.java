package io.millrace.delivery.outcome;

import io.millrace.core.campaign.Channel;
import io.millrace.core.event.Person;
import io.millrace.streams.record.DeliveryRecord;
import io.millrace.streams.record.SendRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what became of one channel's sends. First the outcome is stored, which from then on refuses the send; then the
 * events that tell it, under ids made of the send's, so that one written again is a copy; then that they were told. What
 * cannot be stored now is tried until it can. Thread-safe.
 */
public final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final long PAUSE_MILLIS = 500;

    private final OutcomeLog log;
    private final MessageEvents events;
    private final Memories memories;
    private final Clock clock;
    private final Map<Integer, Memory> loaded = new ConcurrentHashMap<>();

    public Recorder(String bootstrap, Channel channel, OutcomeLog log, MessageEvents events, Clock clock) {
        this.log = log;
        this.events = events;
        this.memories = new Memories(bootstrap, channel);
        this.clock = clock;
    }

    /** What is known of a send before it is delivered. */
    public enum Known {
        NOTHING,
        /** It has an outcome, and its events are stored. */
        TOLD,
        /** It has an outcome, and its events may not be stored: {@link #tellAgain} does it. */
        UNTOLD
    }

    /** Reads what is remembered of a partition; must be called before its sends are asked about. */
    public void load(int partition) {
        loaded.put(partition, memories.of(partition));
    }

    public void forget(int partition) {
        loaded.remove(partition);
    }

    public Known known(int partition, SendRecord send) {
        Memory memory = memory(partition);
        if (memory.isTold(send.workspace(), send.sendId())) {
            return Known.TOLD;
        }
        return memory.untold(send.sendId()).isPresent() ? Known.UNTOLD : Known.NOTHING;
    }

    /** Completes once the outcome and its events are stored; never exceptionally. */
    public CompletableFuture<Void> record(int partition, SendRecord send, Outcome outcome) {
        // What a campaign skipped happened as it did so, not now.
        long at = send.skipped() == null ? clock.millis() : send.grantedAt().toEpochMilli();
        DeliveryRecord decided = outcome.record(send, at);
        return untilStored(() -> log.write(partition, decided)).thenCompose(stored -> {
            Optional.ofNullable(loaded.get(partition)).ifPresent(memory -> memory.put(decided));
            return tell(partition, send.recipient().person(), decided);
        });
    }

    /** Writes the events of a remembered outcome again. Completes as {@link #record} does. */
    public CompletableFuture<Void> tellAgain(int partition, SendRecord send) {
        DeliveryRecord decided = memory(partition).untold(send.sendId()).orElseThrow();
        return tell(partition, send.recipient().person(), decided);
    }

    private CompletableFuture<Void> tell(int partition, Person person, DeliveryRecord decided) {
        List<CompletableFuture<Void>> told = new ArrayList<>();
        for (String event : decided.events()) {
            told.add(untilStored(() -> events.write(
                    decided.workspace(),
                    person,
                    decided.sendId() + ":" + event,
                    event,
                    decided.at(),
                    decided.properties())));
        }
        DeliveryRecord after = decided.asTold();
        return CompletableFuture.allOf(told.toArray(CompletableFuture[]::new))
                .thenCompose(all -> untilStored(() -> log.write(partition, after)))
                .thenRun(() -> Optional.ofNullable(loaded.get(partition)).ifPresent(memory -> memory.put(after)));
    }

    private Memory memory(int partition) {
        Memory memory = loaded.get(partition);
        if (memory == null) {
            throw new IllegalStateException("partition " + partition + " was not loaded");
        }
        return memory;
    }

    private static CompletableFuture<Void> untilStored(Supplier<CompletableFuture<Void>> write) {
        return write.get()
                .handle((stored, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    LOG.warn("What became of a send could not be stored, it is tried again: {}", failure.getMessage());
                    Executor later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                    return CompletableFuture.runAsync(() -> {}, later).thenCompose(paused -> untilStored(write));
                })
                .thenCompose(next -> next);
    }
}
