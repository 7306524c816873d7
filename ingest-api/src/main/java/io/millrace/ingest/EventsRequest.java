package io.millrace.ingest;

import io.millrace.core.definition.ApiKey;
import io.millrace.ingest.event.EventRules;
import io.millrace.ingest.event.Payload;
import io.millrace.ingest.event.ReadEvents;
import io.millrace.ingest.event.Sender;
import io.millrace.ingest.json.JsonDocument;
import io.millrace.ingest.key.KeyVerdict;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request with events, from its body to its answer: unpack, check, find the key, count, hold room, write, and say 200
 * once Kafka has all of it. Everything that can refuse the request as a whole comes before the first write.
 */
final class EventsRequest implements BodyReader.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(EventsRequest.class);

    private final Door door;
    private final RequestFacts facts;
    private final Reply reply;
    private final InFlight.Share share;
    private Scheduler.@Nullable Task deadline;

    EventsRequest(Door door, RequestFacts facts, Reply reply, InFlight.Share share) {
        this.door = door;
        this.facts = facts;
        this.reply = reply;
        this.share = share;
    }

    @Override
    public void received(byte[] body) {
        deadline = door.scheduler()
                .schedule(
                        () -> door.offload(this::expire),
                        IngestSettings.ANSWER_TIMEOUT.toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            judgeKey(payload(body));
        } catch (UnreadableBodyException e) {
            refuse(e.refusal());
        } catch (RuntimeException | StackOverflowError e) {
            broken(e);
        }
    }

    private Payload payload(byte[] body) throws UnreadableBodyException {
        JsonDocument document = RequestBody.read(body, share);
        return facts.batch() ? Payload.batch(document) : Payload.single(document);
    }

    private void judgeKey(Payload payload) {
        Thread here = Thread.currentThread();
        door.keys()
                .judge(
                        facts.authorization(),
                        facts.queryKey(),
                        payload.writeKey().orElse(null),
                        verdict -> {
                            if (Thread.currentThread() == here) {
                                judged(verdict, payload);
                            } else {
                                door.offload(() -> judged(verdict, payload));
                            }
                        });
    }

    private void judged(KeyVerdict verdict, Payload payload) {
        try {
            switch (verdict.outcome()) {
                case REFUSED -> refuse(Refusal.UNAUTHORIZED);
                case UNCHECKED -> refuse(Refusal.KEY_UNCHECKED);
                case ALLOWED -> admit(Objects.requireNonNull(verdict.key()), payload);
            }
        } catch (RuntimeException | StackOverflowError e) {
            broken(e);
        }
    }

    private void admit(ApiKey key, Payload payload) {
        Accounting accounting = door.metrics().events(key.id());
        accounting.received.increment(payload.count());
        Refusal refusal = refusal(key, payload);
        if (refusal != null || reply.given()) {
            accounting.refused.increment(payload.count());
            refuse(refusal == null ? Refusal.LATE : refusal);
            return;
        }
        payload.redactWriteKey();
        Sender sender = facts.sender(key);
        EventRules rules = new EventRules(
                facts.type(), door.settings().eventBytesMax(), door.clock().millis(), UUID.randomUUID());
        ReadEvents events = rules.read(payload, sender);
        new PendingWrite(events, accounting, reply, door, this::settled).start();
    }

    private @Nullable Refusal refusal(ApiKey key, Payload payload) {
        if (payload.count() == 0) {
            return Refusal.nothingStorable("the batch is empty");
        }
        if (payload.count() > Payload.EVENTS_MAX) {
            return Refusal.tooLarge("more than " + Payload.EVENTS_MAX + " events in one request");
        }
        long recordBytes = payload.recordBytesMax(facts.sender(key));
        if (recordBytes > IngestSettings.RECORD_BYTES_MAX) {
            return Refusal.tooLarge("the events and what the batch adds to each have " + recordBytes
                    + " bytes, accepted are " + IngestSettings.RECORD_BYTES_MAX);
        }
        if (!door.writer().ready()) {
            return Refusal.unavailable("Kafka has not been reached yet");
        }
        long waitSeconds = door.rateLimits().take(key.id(), payload.count());
        if (waitSeconds > 0) {
            return Refusal.rateLimited(waitSeconds);
        }
        return share.resize(recordBytes) ? null : Refusal.OVERLOADED;
    }

    /** Everything written is stored or lost; an answer may have been given before. */
    private void settled() {
        cancelDeadline();
        share.close();
    }

    private void expire() {
        if (reply.claim()) {
            reply.refuse(Refusal.LATE);
        }
    }

    /** A fault of ours: the client may try again, and the log says what to repair. */
    private void broken(Throwable e) {
        LOG.error("A request with events failed", e);
        refuse(Refusal.INTERNAL);
    }

    private void refuse(Refusal refusal) {
        cancelDeadline();
        share.close();
        if (reply.claim()) {
            reply.refuse(refusal);
        }
    }

    private void cancelDeadline() {
        Scheduler.Task task = deadline;
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    public void refused(Refusal refusal) {
        share.close();
        if (reply.claim()) {
            reply.refuseAndClose(refusal);
        }
    }

    @Override
    public void failed(Throwable failure) {
        share.close();
        if (failure instanceof HttpException && reply.claim()) {
            reply.refuseAndClose(Refusal.malformed("the body cannot be read: " + failure.getMessage()));
        } else {
            reply.abandon(failure);
        }
    }
}
