package io.millrace.delivery.outcome;

import io.millrace.core.event.EventType;
import io.millrace.core.event.Person;
import io.millrace.streams.EventWriter;
import io.millrace.streams.record.EventRecord;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Writes the events of messages' lives into the stream. Thread-safe. */
public final class MessageEvents {

    /** What stands for an API key in events that Millrace writes itself. */
    public static final String KEY_ID = "delivery";

    private final EventWriter writer;

    public MessageEvents(EventWriter writer) {
        this.writer = writer;
    }

    /**
     * Completes once the event is stored; exceptionally if it may not be.
     *
     * @param messageId by which copies of the event are known
     * @param properties JSON object text
     */
    public CompletableFuture<Void> write(
            String workspace, Person person, String messageId, String event, long at, String properties) {
        boolean user = person.kind() == Person.Kind.USER;
        EventRecord record = new EventRecord(
                workspace,
                KEY_ID,
                "",
                EventType.TRACK,
                messageId,
                event,
                user ? person.id() : null,
                user ? null : person.id(),
                at,
                null,
                0,
                ("{\"context\":{},\"properties\":" + properties + "}").getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Void> stored = new CompletableFuture<>();
        writer.write(record, failure -> {
            if (failure == null) {
                stored.complete(null);
            } else {
                stored.completeExceptionally(failure);
            }
        });
        return stored;
    }
}
